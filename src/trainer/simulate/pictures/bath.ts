import { box, boxPath, circle, type Draw, line, oval, ovalPath, path } from './sketch.ts';

const towel: Draw = (s, form) => {
  if (form === 0)
    return {
      behind: path(boxPath(42, 134, 116, 28, 10), s.dark),
      body: `${boxPath(44, 80, 112, 28, 12)}${boxPath(40, 107, 120, 28, 12)}`,
      front: line('M56 108h88M54 135h92', s.deep, 1.5) + box(60, 80, 7, 82, s.light) + box(71, 80, 3, 82, s.light),
      shadow: [62],
      shadeFrom: 400,
    };
  const rail = box(34, 48, 132, 6, s.metal, 3);
  if (form === 1)
    return {
      behind: rail,
      body: boxPath(62, 46, 76, 106, 3),
      front:
        box(62, 128, 76, 8, s.light) + path('M62 46h76v12H62z', s.dark, ' opacity=".3"') + box(62, 118, 76, 3, s.light),
      shadow: [0],
      shadeFrom: 400,
    };
  return {
    behind: rail + line(Array.from({ length: 10 }, (_, i) => `M${63 + i * 8} 150v12`).join(''), s.dark, 3),
    body: boxPath(60, 46, 80, 106, 2),
    front:
      box(60, 66, 80, 6, s.accent) +
      box(60, 76, 80, 3, s.accent) +
      box(60, 122, 80, 3, s.accent) +
      box(60, 130, 80, 6, s.accent),
    shadow: [0],
    shadeFrom: 400,
  };
};

const soap: Draw = (s, form) =>
  form === 0
    ? {
        behind: oval(100, 156, 72, 9, s.wood) + box(46, 156, 108, 7, s.woodDark, 3),
        body: 'M44 134q0-32 26-32h60q26 0 26 32q0 20-20 20H64q-20 0-20-20z',
        front:
          box(84, 102, 34, 52, s.paper) +
          line('M92 120h18M92 128h18M95 136h12', s.deep, 2) +
          circle(58, 92, 6, '#fff').replace('/>', ' opacity=".7"/>') +
          circle(72, 82, 4, '#fff').replace('/>', ' opacity=".7"/>'),
        shadow: [62],
      }
    : {
        body: ovalPath(100, 122, 44, 42),
        front:
          `<ellipse cx="100" cy="122" rx="31" ry="29" fill="none" stroke="${s.dark}" stroke-width="2.5"/>` +
          path('M100 140q-20-14 0-36q20 22 0 36z', s.dark, ' opacity=".55"') +
          circle(146, 84, 9, '#fff').replace('/>', ' opacity=".7"/>') +
          circle(130, 68, 5, '#fff').replace('/>', ' opacity=".7"/>'),
        shadow: [42],
      };

const mat: Draw = (s, form) =>
  form === 0
    ? {
        body: boxPath(28, 66, 144, 78, 8),
        front: `<rect x="38" y="76" width="124" height="58" rx="4" fill="none" stroke="${s.light}" stroke-width="4"/>`,
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        body: 'M40 142V96c0-62 120-62 120 0v46q0 10-10 10H50q-10 0-10-10z',
        front: line('M56 138V98c0-42 88-42 88 0v40M74 138v-36c0-20 52-20 52 0v36', s.light, 5),
        shadow: [0],
        shadeFrom: 400,
      };

const dispenser: Draw = (s, form) =>
  form === 0
    ? {
        behind:
          box(96, 50, 8, 36, s.metal) +
          path('M98 42h-30q-8 0-8 12h8q0-4 4-4h34v-8z', s.metal) +
          box(84, 66, 32, 18, s.metal, 4),
        body: boxPath(62, 82, 76, 82, 16),
        front: box(80, 112, 40, 26, s.paper, 3) + line('M88 125h24', s.deep, 2),
        shadow: [44],
      }
    : {
        behind:
          line('M90 96L76 40M112 96l12-50', s.accent, 6) +
          box(69, 28, 12, 20, s.paper, 4) +
          box(119, 34, 12, 20, s.paper, 4),
        body: boxPath(66, 88, 68, 76, 10),
        front: oval(100, 89, 34, 7, s.deep),
        shadow: [40],
      };

const cream: Draw = (s, form) =>
  form === 0
    ? {
        behind: box(84, 146, 32, 18, s.deep, 3),
        body: 'M64 40h72l-14 108H78z',
        front:
          box(62, 34, 76, 10, s.metal, 1) +
          box(82, 70, 36, 48, s.paper, 18) +
          path('M100 106q-14-10 0-26q14 16 0 26z', s.dark),
        shadow: [26],
      }
    : {
        body: boxPath(50, 112, 100, 52, 10),
        front:
          box(46, 92, 108, 26, s.metal, 6) +
          box(46, 110, 108, 5, s.deep, 2) +
          oval(100, 140, 22, 13, s.paper) +
          line('M90 140h20', s.deep, 2),
        shadow: [54],
      };

export const bathDrawings: Record<string, Draw> = {
  TWL: towel,
  SOP: soap,
  MAT: mat,
  DSP: dispenser,
  CRM: cream,
};
