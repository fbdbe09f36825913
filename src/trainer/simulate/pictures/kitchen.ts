import { box, boxPath, circle, type Draw, line, oval, path } from './sketch.ts';

const kettle: Draw = (s, form) =>
  form === 0
    ? {
        behind:
          line('M66 92c2-52 66-52 68 0', s.deep, 7) + path('M142 128c16-4 18-28 32-34l5 7c-8 8-12 40-32 48z', s.dark),
        body: 'M54 162c-14-24-2-74 46-74s60 50 46 74q-4 2-8 2H62q-4 0-8-2z',
        front: oval(100, 89, 24, 6, s.dark) + circle(100, 80, 6, s.wood),
        shadow: [56],
      }
    : {
        behind: line('M64 104c-34-6-36 44-2 44', s.wood, 8) + line('M132 150c36 0 14-56 42-62', s.dark, 7),
        body: 'M72 92h56l14 66q0 6-6 6H64q-6 0-6-6z',
        front: path('M70 92q30-20 60 0z', s.dark) + circle(100, 77, 6, s.wood),
        shadow: [52],
      };

const casserole: Draw = (s, form) =>
  form === 0
    ? {
        behind: box(30, 108, 140, 12, s.dark, 6),
        body: 'M44 96h112v52q0 16-16 16H60q-16 0-16-16z',
        front: path('M38 96q0-24 62-24t62 24z', s.dark) + box(88, 62, 24, 12, s.metal, 6),
        shadow: [64],
      }
    : {
        behind: box(130, 108, 58, 10, s.wood, 5),
        body: 'M36 100h100v50q0 14-14 14H50q-14 0-14-14z',
        front: path('M32 100q0-18 54-18t54 18z', s.dark) + circle(86, 79, 6, s.wood),
        shadow: [56, 88],
        shadeFrom: 92,
      };

const board: Draw = (s, form) => {
  const grain = line('M70 84v64M92 78v76M114 82v68M132 90v56', s.dark, 1.5);
  if (form === 0)
    return {
      body: boxPath(48, 58, 104, 106, 12),
      front: grain + circle(136, 74, 6, s.ground),
      shadow: [54],
      shadeFrom: 400,
    };
  if (form === 1)
    return {
      body: 'M60 76q0-10 10-10h18V38q0-8 12-8t12 8v28h18q10 0 10 10v78q0 10-10 10H70q-10 0-10-10z',
      front: grain + circle(100, 44, 5, s.ground),
      shadow: [44],
      shadeFrom: 400,
    };
  return {
    body: 'M100 70a47 47 0 1 1 0 94a47 47 0 1 1 0-94zM92 74V40q0-8 8-8t8 8v34z',
    front: line('M66 106v24M84 88v60M102 84v70M120 90v56', s.dark, 1.5) + circle(100, 44, 4, s.ground),
    shadow: [40],
    shadeFrom: 400,
  };
};

const jar: Draw = (s, form) => ({
  body: form === 0 ? boxPath(60, 80, 80, 84, 12) : 'M66 82h68c22 12 20 60 6 82H60c-14-22-16-70 6-82z',
  front:
    box(form === 0 ? 56 : 62, 62, form === 0 ? 88 : 76, 18, s.wood, 6) +
    (form === 0
      ? box(80, 108, 40, 26, s.paper, 3) + line('M88 118h24M92 125h16', s.deep, 2)
      : circle(100, 56, 8, s.woodDark)),
  shadow: [46],
});

const coffee: Draw = (s, form) =>
  form === 0
    ? {
        body: 'M62 62h76l6 96q0 6-6 6H62q-6 0-6-6z',
        behind: path('M66 48h68l4 14H62z', s.dark),
        front:
          box(72, 92, 56, 46, s.paper, 4) +
          `<g transform="rotate(28 100 115)">${oval(100, 115, 9, 13, s.woodDark)}${line('M100 104q-4 11 0 22', s.paper, 2)}</g>`,
        shadow: [48],
      }
    : {
        body: boxPath(62, 62, 76, 102, 8),
        front:
          oval(100, 63, 38, 9, s.metal) +
          oval(100, 61, 32, 6, s.light) +
          circle(100, 114, 24, s.paper) +
          line('M88 112h18q0 14-9 14t-9-14M106 114q8 0 2 8M94 106q-3-5 0-8M101 106q-3-5 0-8', s.deep, 2.5),
        shadow: [42],
      };

const teaTowel: Draw = (s, form) =>
  form === 0
    ? {
        behind: box(40, 46, 120, 6, s.wood, 3),
        body: 'M62 49h76v104H62z',
        front:
          box(62, 132, 76, 5, s.accent) +
          box(62, 141, 76, 3, s.accent) +
          path('M118 49h20v88h-20z', s.dark, ' opacity=".35"'),
        shadow: [0],
        shadeFrom: 400,
      }
    : {
        behind: line('M132 148q16 4 12-10', s.wood, 4),
        body: 'M74 154V92c0-44 52-44 52-4c20-16 34 4 8 32v34z',
        front: box(70, 146, 68, 18, s.accent, 4) + line('M74 155h60', s.accentDark, 1.5),
        shadow: [40],
        shadeFrom: 112,
      };

export const kitchenDrawings: Record<string, Draw> = {
  KET: kettle,
  POT: casserole,
  BRD: board,
  JAR: jar,
  COF: coffee,
  TEA: teaTowel,
};
