import { box, boxPath, circle, type Draw, line, oval, ovalPath, path } from './sketch.ts';

const LEAF = '#6c8a5a';

const cushion: Draw = (s, form) => {
  if (form === 1)
    return {
      body: 'M38 92q-8 24 0 50h124q8-26 0-50z',
      front: oval(162, 117, 12, 26, s.dark) + oval(162, 117, 5, 12, s.accent) + line('M52 92v50', s.accent, 4),
      shadow: [64, 100, 150],
      shadeFrom: 400,
    };
  if (form === 2)
    return {
      body: 'M34 138c0-34 132-34 132 0q0 26-66 26t-66-26z',
      front: oval(100, 128, 56, 14, s.light) + circle(100, 128, 5, s.accent) + line('M35 142q65 24 130 0', s.dark, 2),
      shadow: [66],
      shadeFrom: 400,
    };
  return {
    body: 'M48 54q52 12 104 0q8-1 7 8q-10 44 0 90q1 9-7 8q-52-10-104 0q-8 1-7-8q10-46 0-90q-1-9 7-8z',
    front: line('M56 64q44 9 88 0q-8 40 0 86q-44-8-88 0q8-44 0-86z', s.accent, 2.5),
    shadow: [52],
    shadeFrom: 116,
  };
};

const fringe = (x: number, y: number, n: number, step: number) =>
  Array.from({ length: n }, (_, i) => `M${x + i * step} ${y}v10`).join('');

const throwOver: Draw = (s, form) =>
  form === 0
    ? {
        behind: box(36, 56, 8, 108, s.wood, 3) + box(156, 56, 8, 108, s.wood, 3) + box(30, 60, 140, 8, s.woodDark, 4),
        body: 'M58 58h84v88H58z',
        front:
          line(fringe(61, 146, 14, 6), s.base, 2.5) +
          box(58, 118, 84, 6, s.accent) +
          box(58, 128, 84, 3, s.accent) +
          path('M58 58h84v14H58z', s.dark, ' opacity=".3"'),
        shadow: [66],
        shadeFrom: 400,
      }
    : {
        behind: path(boxPath(44, 132, 112, 30, 12), s.dark),
        body: `${boxPath(46, 72, 108, 32, 14)}${boxPath(42, 102, 116, 32, 14)}`,
        front:
          line('M58 104h84M56 133h88', s.deep, 1.5) + box(128, 74, 8, 88, s.accent) + box(140, 74, 3, 88, s.accent),
        shadow: [60],
        shadeFrom: 400,
      };

const rug: Draw = (s, form) => {
  if (form === 1)
    return {
      body: ovalPath(100, 104, 72, 66),
      front: `<ellipse cx="100" cy="104" rx="60" ry="54" fill="none" stroke="${s.light}" stroke-width="4"/><ellipse cx="100" cy="104" rx="36" ry="32" fill="none" stroke="${s.accent}" stroke-width="5"/>`,
      shadow: [0],
      shadeFrom: 400,
    };
  const [x, w] = form === 0 ? [66, 68] : [40, 120];
  return {
    behind: line(fringe(x + 3, 28, Math.floor(w / 7), 7) + fringe(x + 3, 166, Math.floor(w / 7), 7), s.dark, 2.5),
    body: boxPath(x, 36, w, 132),
    front: `<rect x="${x + 9}" y="46" width="${w - 18}" height="112" fill="none" stroke="${s.light}" stroke-width="3"/>${path(`M100 66l${w / 2 - 18} 36-${w / 2 - 18} 36-${w / 2 - 18}-36z`, s.accent)}${path(`M100 84l${w / 4 - 8} 18-${w / 4 - 8} 18-${w / 4 - 8}-18z`, s.light)}`,
    shadow: [0],
    shadeFrom: 400,
  };
};

/** Stems from (x, y) leaning by `lean`, all of them in one path of each colour. */
const stems = (places: readonly (readonly [x: number, y: number, lean: number])[], bloom: string) =>
  line(places.map(([x, y, lean]) => `M${x} ${y}q${lean / 3}-30 ${lean}-52`).join(''), LEAF, 2.5) +
  path(places.map(([x, y, lean]) => `M${x + lean * 0.4} ${y - 26}q14-2 16-14q-14 0-16 14z`).join(''), LEAF) +
  line(places.map(([x, y, lean]) => `M${x + lean} ${y - 54}h.1`).join(''), bloom, 18) +
  line(places.map(([x, y, lean]) => `M${x + lean} ${y - 54}h.1`).join(''), '#f3c95c', 7);

const vase: Draw = (s, form) => {
  if (form === 0)
    return {
      behind: stems([[100, 92, 8]], s.accent),
      body: 'M90 86h20v18c26 10 30 46 12 60H78c-18-14-14-50 12-60z',
      front: oval(100, 86, 10, 3, s.deep),
      shadow: [34],
    };
  if (form === 1)
    return {
      behind: stems(
        [
          [92, 86, -22],
          [100, 84, 4],
          [108, 86, 26],
        ],
        s.accent,
      ),
      body: 'M72 80h56c-10 22 14 34 8 66q-4 18-14 18H78q-10 0-14-18c-6-32 18-44 8-66z',
      front: oval(100, 80, 28, 5, s.deep),
      shadow: [40],
    };
  return {
    behind:
      line('M100 60q-4-20-18-34M100 60q2-24 16-40M100 60V22', '#b89563', 2) +
      line('M82 18v12M117 12v12M100 10v14', '#d9bd88', 8),
    body: 'M91 54h18v40c0 10 29 18 29 46q0 24-20 24H82q-20 0-20-24c0-28 29-36 29-46z',
    front: oval(100, 54, 9, 3, s.deep),
    shadow: [40],
  };
};

const clock: Draw = (s, form) => {
  const face = (y: number, r: number) =>
    circle(100, y, r, s.paper) +
    line(`M100 ${y - r + 5}v6M100 ${y + r - 5}v-6M${100 - r + 5} ${y}h6M${100 + r - 5} ${y}h-6`, s.deep, 2.5) +
    line(`M100 ${y}l-${r * 0.38}-${r * 0.32}M100 ${y}l${r * 0.36}-${r * 0.5}`, '#3b3430', 3.5) +
    circle(100, y, 4, s.accent);
  return form === 0
    ? { body: ovalPath(100, 102, 64), front: face(102, 48), shadow: [0], shadeFrom: 400 }
    : {
        behind: box(62, 156, 18, 8, s.deep, 2) + box(120, 156, 18, 8, s.deep, 2),
        body: 'M52 158V98q0-44 48-44t48 44v60z',
        front: face(104, 34),
        shadow: [52],
        shadeFrom: 400,
      };
};

const print: Draw = (s, form) => {
  const art = [
    circle(122, 80, 13, s.accent) +
      path('M58 116q24-28 44-8q18-22 40 2v42H58z', s.light) +
      path('M58 132q30-22 84 2v18H58z', s.dark),
    line('M60 134h80', s.deep, 2) +
      path('M92 132q-24-4-14-32q6-10 10-22q8 10 12 22q12 28-8 32z', s.accent) +
      circle(118, 118, 14, s.dark) +
      line('M88 80q0-8 6-12M118 104q0-6 4-8', s.deep, 2.5),
    circle(86, 92, 24, s.accent) +
      path('M142 152V84a44 44 0 0 0-34 68z', s.dark) +
      path('M58 152q0-26 28-26t28 26z', s.light),
  ][form]!;
  return {
    body: boxPath(46, 34, 108, 132, 2),
    front: box(53, 41, 94, 118, s.paper) + art,
    shadow: [0],
    shadeFrom: 400,
  };
};

export const livingDrawings: Record<string, Draw> = {
  CUS: cushion,
  THR: throwOver,
  RUG: rug,
  VAS: vase,
  CLK: clock,
  PRT: print,
};
