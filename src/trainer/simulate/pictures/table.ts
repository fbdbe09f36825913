import { box, type Draw, line, oval, ovalPath, path } from './sketch.ts';

const bowl: Draw = (s, form) => {
  // Half width of the rim, its height, half width of the foot.
  const [wide, top, foot] = form === 0 ? [52, 98, 24] : form === 1 ? [68, 118, 32] : [72, 90, 34];
  const deep = 158 - top;
  return {
    body: `M${100 - wide} ${top}h${2 * wide}c0 ${0.6 * deep}-${wide - foot - 10} ${deep}-${wide - foot} ${deep}v6H${100 - foot}v-6c-10 0-${wide - foot} -${0.4 * deep}-${wide - foot}-${deep}z`,
    front: oval(100, top, wide, 11, s.light) + oval(100, top + 2, wide - 7, 7, s.dark),
    shadow: [wide - 14],
  };
};

const plate: Draw = (s, form) => {
  if (form === 2)
    return {
      behind: path('M90 118h20l8 40q0 6-18 6t-18-6z', s.dark),
      body: 'M28 104h144q-4 20-44 22H72q-40-2-44-22z',
      front: oval(100, 104, 72, 13, s.light) + oval(100, 105, 58, 8, s.base),
      shadow: [30],
    };
  const r = form === 0 ? 66 : 52;
  return {
    body: ovalPath(100, 102, r),
    front:
      `<circle cx="100" cy="102" r="${r * 0.66}" fill="${s.light}"/><circle cx="100" cy="102" r="${r * 0.66}" fill="none" stroke="${s.dark}" stroke-opacity=".4" stroke-width="2"/>` +
      (form === 1 ? line('M172 62v80M166 62v22q6 8 12 0v-22', s.metal, 4) : ''),
    shadow: [0],
    shadeFrom: 400,
  };
};

const mug: Draw = (s, form) => {
  if (form === 1)
    return {
      behind:
        line('M128 112c26-6 26 30-4 28', s.dark, 8) + oval(98, 160, 58, 9, s.light) + oval(98, 158, 44, 6, s.dark),
      body: 'M66 100h66c0 34-6 52-20 58H86c-14-6-20-24-20-58z',
      front: oval(99, 100, 33, 8, s.light) + oval(99, 101, 28, 5, '#5a3d2b'),
      shadow: [54],
    };
  const top = form === 0 ? 84 : 62;
  return {
    behind: line(`M134 ${top + 20}c34-6 34 ${form ? 54 : 44} 0 ${form ? 50 : 40}`, s.dark, 9),
    body: `M58 ${top}h80V150q0 14-14 14H72q-14 0-14-14z`,
    front: oval(98, top, 40, 9, s.light) + oval(98, top + 2, 34, 6, '#5a3d2b'),
    shadow: [44, 98],
  };
};

const glass: Draw = (s, form) => {
  const shine = (d: string) => line(d, '#fff', 3).replace('/>', ' opacity=".7"/>');
  if (form === 0)
    return {
      body: 'M64 72h72l-7 86q0 6-6 6H77q-6 0-6-6z',
      front:
        oval(100, 72, 36, 8, s.light) + path('M67 104h66l-4 52H71z', s.dark, ' opacity=".3"') + shine('M76 88l4 62'),
      shadow: [34],
    };
  const cup =
    form === 1 ? 'M72 46h56c8 40-4 60-28 64c-24-4-36-24-28-64z' : 'M52 60h96c0 36-24 48-48 50c-24-2-48-14-48-50z';
  return {
    behind: box(98, 106, 5, 54, s.dark) + oval(100, 161, 30, 5, s.dark),
    body: cup,
    front:
      (form === 1 ? oval(100, 46, 28, 6, s.light) : oval(100, 60, 48, 8, s.light)) +
      shine(form === 1 ? 'M79 62q-3 24 10 36' : 'M62 74q6 20 22 26'),
    shadow: [32],
  };
};

const jug: Draw = (s, form) =>
  form === 0
    ? {
        behind: line('M134 80c42-6 40 66-4 62', s.dark, 9),
        body: 'M66 56l-12-6q-2 10 8 16c4 20-8 34-8 58q0 30 22 40h48q22-10 22-40c0-24-14-38-10-68z',
        front: oval(100, 56, 36, 6, s.dark),
        shadow: [42],
      }
    : {
        body: 'M84 42h32v36c0 14 28 30 28 62q0 24-20 24H76q-20 0-20-24c0-32 28-48 28-62z',
        front: oval(100, 42, 17, 5, s.dark) + box(82, 74, 36, 7, s.accent, 3),
        shadow: [42],
      };

const napkin: Draw = (s, form) =>
  form === 0
    ? {
        body: 'M36 62q38 30 64 36q26-6 64-36q12 40 0 84q-38-30-64-36q-26 6-64 36q-12-44 0-84z',
        front:
          line('M44 84q32 18 56 20q24-2 56-20M44 124q32-18 56-20q24 2 56 20', s.deep, 1.5) +
          box(88, 82, 24, 44, s.wood, 9) +
          box(103, 82, 9, 44, s.woodDark, 5),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        body: 'M28 70q0-6 6-6h132q6 0 6 6v66q0 6-6 6H34q-6 0-6-6z',
        front:
          `<rect x="36" y="72" width="128" height="62" rx="3" fill="none" stroke="${s.light}" stroke-width="2" stroke-dasharray="5 4"/>` +
          oval(100, 103, 31, 31, s.paper) +
          oval(100, 103, 21, 21, s.ground) +
          line('M150 82v44', s.metal, 4) +
          line('M50 82v44', s.metal, 4),
        shadow: [0],
        shadeFrom: 400,
      };

export const tableDrawings: Record<string, Draw> = {
  BWL: bowl,
  PLT: plate,
  MUG: mug,
  GLS: glass,
  JUG: jug,
  NAP: napkin,
};
