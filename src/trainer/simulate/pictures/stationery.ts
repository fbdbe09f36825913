import { box, boxPath, circle, type Draw, line, path } from './sketch.ts';

const notebook: Draw = (s, form) =>
  form === 0
    ? {
        behind: path(boxPath(62, 44, 88, 124, 4), s.paper) + path(boxPath(56, 40, 88, 124, 6), s.dark),
        body: boxPath(52, 36, 88, 124, 6),
        front:
          box(52, 36, 13, 124, s.deep, 5) +
          box(80, 60, 46, 24, s.paper, 2) +
          line('M88 69h30M88 76h20', s.deep, 2) +
          box(126, 36, 6, 124, s.accent),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: path(boxPath(40, 62, 124, 92, 3), s.paper),
        body: boxPath(36, 56, 124, 92, 3),
        front:
          line(Array.from({ length: 9 }, (_, i) => `M${48 + i * 12.5} 50v14`).join(''), s.metal, 4) +
          path('M62 128l22-34 16 20 12-14 24 28z', s.light) +
          circle(120, 84, 8, s.accent),
        shadow: [0],
        shadeFrom: 400,
      };

const pen: Draw = (s, form) =>
  form === 0
    ? {
        behind: `<g transform="rotate(38 100 100)">${box(92, 116, 16, 22, s.metal, 3)}${path('M92 138h16l-8 30z', '#d3ad57')}${line('M100 146v18', '#4a3a2c', 1.5)}</g>`,
        body: 'M136 30q10-8 18 0t0 18L89 131 76 121z',
        front:
          line('M118 54l22 17', '#d3ad57', 5) +
          line('M135 68l15-18', '#d3ad57', 3) +
          line('M30 168q14-12 26-4t24-4', s.deep, 2.5),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: [76, 97, 118]
          .map(
            (x, i) =>
              box(x - 7, 52 - i * 6, 14, 90, [s.accent, s.light, s.dark][i]!) +
              path(`M${x - 7} ${52 - i * 6}h14l-7-22z`, '#e6cfa6') +
              path(`M${x - 2.6} ${38 - i * 6}h5.2l-2.6-8z`, '#3b3430'),
          )
          .join(''),
        body: boxPath(58, 94, 84, 70, 6),
        front: box(74, 116, 52, 26, s.paper, 2) + line('M84 129h32', s.deep, 2),
        shadow: [48],
      };

const leaf = (x: number, y: number, fill: string) =>
  path(`M${x} ${y}q-20-16 0-40q20 24 0 40z`, fill) + line(`M${x} ${y + 12}v-34`, fill, 2.5);

const card: Draw = (s, form) =>
  form === 0
    ? {
        behind: `<g transform="rotate(-9 100 110)">${box(38, 78, 116, 82, '#cdb08a', 3)}${path('M38 80l58 44 58-44z', '#b99a72')}</g>`,
        body: boxPath(66, 34, 78, 106, 3),
        front:
          box(74, 42, 62, 90, s.paper, 2) +
          leaf(105, 100, s.base) +
          circle(92, 70, 5, s.accent) +
          circle(119, 66, 4, s.accent),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: box(70, 42, 78, 100, s.accent, 3) + box(60, 50, 78, 100, s.paper, 3),
        body: boxPath(50, 58, 78, 100, 3),
        front: box(44, 100, 104, 16, '#cdb08a') + circle(96, 108, 12, s.paper) + line('M90 108h12', s.deep, 2.5),
        shadow: [0],
        shadeFrom: 400,
      };

const deskPot: Draw = (s, form) =>
  form === 0
    ? {
        behind:
          line('M84 100L74 44', s.accent, 7) +
          line('M100 100V34', s.wood, 7) +
          line('M116 100l12-52', s.metal, 6) +
          path('M96.500 36l3.500-12 3.500 12z', '#3b3430') +
          circle(74, 42, 6, s.accentDark),
        body: boxPath(64, 90, 72, 68, 4),
        front: box(64, 156, 72, 8, s.wood, 2),
        shadow: [40],
      }
    : {
        behind: box(52, 108, 40, 18, s.paper) + line('M108 122l44-26', s.accent, 6),
        body: 'M32 120h136v32q0 12-12 12H44q-12 0-12-12z',
        front: box(28, 116, 144, 8, s.dark, 4) + box(92, 124, 3, 40, s.dark),
        shadow: [66],
      };

const planner: Draw = (s, form) => {
  const dots = (x: number, y: number, columns: number, rows: number, step: number) =>
    line(
      Array.from({ length: rows }, (_, r) =>
        Array.from({ length: columns }, (_, c) => `M${x + c * step} ${y + r * step}h.1`).join(''),
      ).join(''),
      s.deep,
      4,
    );
  return form === 0
    ? {
        behind: line('M80 40l20-20 20 20', s.deep, 2) + box(52, 40, 96, 126, s.paper, 2),
        body: boxPath(52, 40, 96, 66, 2),
        front:
          box(48, 36, 104, 8, s.wood, 3) +
          circle(124, 66, 11, s.accent) +
          path('M52 106V92q22-26 44-6q24-18 52 8v12z', s.light) +
          dots(66, 118, 7, 4, 11.5),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: box(34, 54, 132, 100, s.paper, 4),
        body: boxPath(34, 54, 132, 26, 4),
        front:
          line('M78 80v72M122 80v72M34 116h132', s.light, 2) +
          dots(46, 92, 3, 1, 9) +
          dots(90, 92, 2, 1, 9) +
          dots(134, 92, 3, 1, 9) +
          dots(46, 128, 2, 1, 9) +
          dots(90, 128, 3, 1, 9) +
          circle(144, 134, 9, s.accent),
        shadow: [0],
        shadeFrom: 400,
      };
};

export const stationeryDrawings: Record<string, Draw> = {
  NBK: notebook,
  PNS: pen,
  CRD: card,
  DSK: deskPot,
  CAL: planner,
};
