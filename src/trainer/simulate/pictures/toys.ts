import { box, boxPath, circle, type Draw, line, oval, ovalPath, path } from './sketch.ts';

const INK = '#3b3430';

const softToy: Draw = (s, form) => {
  const face = line('M90 78h.1M110 78h.1', INK, 7);
  const sitting = oval(70, 156, 17, 11, s.dark) + oval(130, 156, 17, 11, s.dark);
  if (form === 0)
    return {
      behind:
        line('M74 52h.1M126 52h.1', s.base, 26) +
        line('M74 52h.1M126 52h.1', s.accent, 14) +
        oval(62, 126, 11, 20, s.dark) +
        oval(138, 126, 11, 20, s.dark) +
        sitting,
      body: `${ovalPath(100, 78, 36, 33)}${ovalPath(100, 132, 33, 31)}`,
      front:
        oval(100, 91, 15, 11, s.light) +
        face +
        oval(100, 87, 5, 3.5, INK) +
        line('M100 90v5', INK, 2) +
        line('M70 157h.1M130 157h.1', s.light, 12),
      shadow: [46],
      shadeFrom: 400,
    };
  if (form === 1)
    return {
      behind:
        oval(86, 36, 10, 32, s.base) +
        oval(116, 36, 10, 32, s.base) +
        oval(86, 38, 5, 22, s.accent) +
        oval(116, 38, 5, 22, s.accent) +
        sitting,
      body: `${ovalPath(100, 82, 32, 30)}${ovalPath(100, 132, 33, 31)}`,
      front: face + path('M95 88h10l-5 6z', s.accentDark) + line('M100 94v4M78 112q22 12 44 0', s.accent, 4),
      shadow: [46],
      shadeFrom: 400,
    };
  return {
    behind:
      oval(58, 78, 26, 30, s.dark) +
      oval(142, 78, 26, 30, s.dark) +
      oval(58, 80, 16, 20, s.accent) +
      oval(142, 80, 16, 20, s.accent) +
      sitting,
    body: `${ovalPath(100, 78, 33, 32)}${ovalPath(100, 132, 33, 31)}`,
    front:
      circle(87, 74, 3.5, INK) +
      circle(113, 74, 3.5, INK) +
      line('M100 88c-2 24 0 36 18 34', s.dark, 13) +
      line('M70 157h.1M130 157h.1', s.light, 10),
    shadow: [46],
    shadeFrom: 400,
  };
};

const wheel = (x: number, r: number) => circle(x, 164 - r, r, '#6e4c33') + circle(x, 164 - r, r * 0.42, '#d7b483');

const vehicle: Draw = (s, form) => {
  if (form === 0)
    return {
      body: 'M26 146q-4-26 30-30q14-30 48-30q30 0 40 28q30 4 30 32z',
      front:
        path('M70 114q10-18 30-18v18zM108 114V96q18 0 26 18z', s.paper) +
        wheel(62, 20) +
        wheel(140, 20) +
        circle(104, 130, 9, s.paper) +
        circle(104, 130, 4, s.accent),
      shadow: [72],
      shadeFrom: 400,
    };
  if (form === 1)
    return {
      behind: box(48, 74, 18, 30, s.accentDark, 2) + box(42, 66, 30, 10, s.accent, 3),
      body: `${boxPath(34, 100, 88, 42, 18)}${boxPath(108, 62, 54, 80, 4)}`,
      front:
        box(102, 54, 66, 11, s.accent, 4) +
        box(118, 76, 34, 26, s.paper, 3) +
        wheel(54, 16) +
        wheel(92, 16) +
        wheel(138, 22) +
        circle(86, 96, 9, s.accent),
      shadow: [70],
      shadeFrom: 400,
    };
  return {
    body: 'M26 86q0-8 8-8h84v68H26zM118 96h30q8 0 14 14l12 14v22h-56z',
    front:
      path('M128 104h18q6 0 10 14h-28z', s.paper) +
      wheel(58, 18) +
      wheel(142, 18) +
      box(38, 92, 66, 24, s.paper, 3) +
      path('M71 112l-11-9q0-7 6-7t5 4q0-4 5-4t6 7z', s.accent),
    shadow: [72],
    shadeFrom: 400,
  };
};

const puzzle: Draw = (s, form) => {
  const cuts = line(
    'M100 50v22a9 9 0 1 1 0 18v22a9 9 0 1 0 0 18v26M46 103h20a9 9 0 1 0 18 0h32a9 9 0 1 1 18 0h20',
    s.paper,
    2.5,
  );
  return form === 0
    ? {
        body: boxPath(46, 50, 108, 106, 4),
        front:
          circle(128, 76, 12, s.accent) + path('M46 130q28-34 54-8q26-26 54 4v26q0 4-4 4H50q-4 0-4-4z', s.light) + cuts,
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: box(34, 50, 132, 112, s.wood, 8) + box(34, 154, 132, 10, s.woodDark, 4),
        body: `${ovalPath(72, 84, 22)}M108 64h42v42h-42z`,
        front:
          path('M72 116l24 34H48z', s.accent) +
          circle(129, 134, 17, s.dark) +
          [72, 129].map((x) => circle(x, x === 72 ? 84 : 85, 4, s.paper)).join('') +
          circle(72, 138, 4, s.paper) +
          circle(129, 134, 4, s.paper),
        shadow: [62],
        shadeFrom: 400,
      };
};

const blocks: Draw = (s, form) =>
  form === 0
    ? {
        behind:
          box(44, 122, 42, 42, s.accent, 3) +
          box(114, 122, 42, 42, s.light, 3) +
          path('M100 34l24 40H76z', s.accentDark) +
          circle(65, 143, 10, s.paper) +
          path('M135 130l12 24h-24z', s.dark),
        body: boxPath(79, 78, 42, 42, 3),
        front:
          box(64, 118, 72, 6, s.wood, 2) +
          path('M100 88l3.500 7.500 8 1-6 5.500 1.500 8-7-4-7 4 1.500-8-6-5.500 8-1z', s.paper),
        shadow: [62],
      }
    : {
        behind: path('M70 164a30 30 0 0 1 60 0h-14a16 16 0 0 0-32 0z', s.accent),
        body: 'M34 164a66 66 0 0 1 132 0h-16a50 50 0 0 0-100 0z',
        front:
          path('M52 164a48 48 0 0 1 96 0h-16a32 32 0 0 0-64 0z', s.light) +
          box(84, 76, 32, 20, s.dark, 3) +
          path('M84 76l16-22 16 22z', s.accentDark),
        shadow: [68],
      };

const firstToy: Draw = (s, form) =>
  form === 0
    ? {
        behind: box(96, 36, 8, 120, s.wood, 4) + circle(100, 40, 11, s.wood) + box(50, 154, 100, 10, s.woodDark, 5),
        body: boxPath(54, 132, 92, 22, 11),
        front: box(60, 109, 80, 22, s.light, 11) + box(66, 87, 68, 21, s.accent, 10) + box(72, 66, 56, 20, s.dark, 10),
        shadow: [54],
      }
    : {
        behind:
          box(94, 98, 12, 62, s.wood, 6) +
          `<circle cx="100" cy="154" r="11" fill="none" stroke="${s.wood}" stroke-width="6"/>`,
        body: ovalPath(100, 68, 38, 38),
        front:
          box(60, 62, 80, 11, s.accent, 5) +
          circle(86, 54, 3, INK) +
          circle(114, 54, 3, INK) +
          line('M88 86q12 9 24 0', INK, 2.5),
        shadow: [20],
      };

export const toyDrawings: Record<string, Draw> = {
  SFT: softToy,
  VEH: vehicle,
  PUZ: puzzle,
  BLK: blocks,
  STK: firstToy,
};
