import { box, boxPath, circle, type Draw, line, oval, path } from './sketch.ts';

const LEAF = '#6f9160';
const LEAF_DARK = '#557a4d';

const plant = (x: number, y: number) =>
  path(`M${x} ${y}q-40-14-34-56q30 14 34 56z`, LEAF) +
  path(`M${x} ${y}q40-14 34-56q-30 14-34 56z`, LEAF_DARK) +
  path(`M${x} ${y}q-20-36 0-70q20 34 0 70z`, LEAF) +
  line(`M${x} ${y}v-56`, LEAF_DARK, 2);

const pot: Draw = (s, form) => {
  if (form === 0)
    return {
      behind: plant(100, 100) + oval(100, 160, 46, 6, s.deep),
      body: 'M58 92h84v18h-6l-8 48q-1 5-6 5H78q-5 0-6-5l-8-48h-6z',
      front: path('M64 110h72l-1 6H65z', s.deep, ' opacity=".3"'),
      shadow: [46],
    };
  if (form === 1)
    return {
      behind: plant(100, 82) + line('M72 130l-8 33M128 130l8 33', s.wood, 7),
      body: 'M54 78h92q2 62-34 62H88q-36 0-34-62z',
      front: oval(100, 78, 46, 6, s.deep),
      shadow: [46],
    };
  return {
    behind:
      line('M100 0v36M100 36L62 100M100 36l38 64', s.wood, 2.5) +
      path('M84 100q-6-30-26-34q2 24 26 34zM116 100q6-30 26-34q-2 24-26 34z', LEAF) +
      path('M100 100q-12-30 0-46q12 16 0 46z', LEAF_DARK),
    body: 'M58 98h84q0 56-42 56t-42-56z',
    front: oval(100, 98, 42, 6, s.deep) + line('M72 104q-14 26-4 44M84 106q-4 30 6 56', LEAF, 3),
    shadow: [0],
  };
};

const can: Draw = (s, form) =>
  form === 0
    ? {
        behind:
          line('M74 92c4-54 72-36 66 26', s.dark, 7) +
          path('M62 148L22 86l12-8 40 44z', s.dark) +
          path('M12 90l24-18 5 7-24 18z', s.deep),
        body: 'M66 92h76l4 64q0 8-8 8H70q-8 0-8-8z',
        front: oval(104, 92, 38, 7, s.deep),
        shadow: [48],
      }
    : {
        behind: line('M128 100c44-22 50 50 8 52', s.dark, 6) + line('M66 146C40 130 52 76 24 58', s.dark, 6),
        body: 'M84 84h32c34 12 34 80 6 80H78c-28 0-28-68 6-80z',
        front: oval(100, 84, 16, 4, s.deep),
        shadow: [44],
      };

const seeds: Draw = (s, form) =>
  form === 0
    ? {
        body: boxPath(58, 34, 84, 130, 3),
        front:
          box(58, 34, 84, 16, s.deep, 2) +
          box(68, 62, 64, 74, s.paper, 32) +
          line('M100 128V98', LEAF_DARK, 2.5) +
          path('M100 118q16 0 18-12q-16-2-18 12zM100 122q-16 0-18-12q16-2 18 12z', LEAF) +
          line('M100 79h.1M109 86h.1M105 96h.1M95 96h.1M91 86h.1', s.base, 13) +
          circle(100, 88, 5, '#f3c95c'),
        shadow: [42],
        shadeFrom: 400,
      }
    : {
        behind:
          path('M48 162q-2-50 22-70h60q24 20 22 70z', '#d9c6a0') +
          path('M104 92h26q24 20 22 70h-48z', '#ccb78d') +
          path('M72 92q-8-22-2-30q30 12 60 0q6 8-2 30z', '#d9c6a0'),
        body: boxPath(72, 108, 56, 38, 4),
        front:
          line('M70 92h60', s.accent, 5) +
          path('M100 140q-16-10 0-26q16 16 0 26z', s.paper) +
          circle(36, 158, 7, s.deep) +
          circle(164, 159, 6, s.deep),
        shadow: [58],
        shadeFrom: 400,
      };

const tool: Draw = (s, form) => ({
  behind:
    line('M100 104v-30', s.metal, 7) +
    (form === 0
      ? path('M100 20q26 20 20 60q-20 12-40 0q-6-40 20-60z', '#a7abae') +
        path('M100 20q26 20 20 60q-10 6-20 6z', s.metal)
      : line('M78 26v40q0 14 22 14t22-14V26M100 22v58', '#a0a4a8', 7)),
  body: boxPath(88, 102, 24, 66, 11),
  front: box(90, 98, 20, 10, s.wood, 3) + circle(100, 158, 3.5, s.ground) + line('M92 122h16', s.accent, 4),
  shadow: [0],
  shadeFrom: 101,
});

const lantern: Draw = (s, form) => {
  const flame = path('M100 96q13 14 0 26q-13-12 0-26z', '#f3b53f') + box(91, 124, 18, 26, '#fbf7ee', 2);
  return form === 0
    ? {
        behind: line('M88 50c0-34 24-34 24 0', s.deep, 4) + box(66, 82, 68, 74, '#fdf1cf') + flame,
        body: 'M100 44l44 40H56zM58 84h10v72H58zM132 84h10v72h-10zM52 154h96v10H52z',
        shadow: [50],
      }
    : {
        behind:
          line('M62 128C40 20 160 20 138 128', s.deep, 3) +
          path('M76 82q-22 32 0 66h48q22-34 0-66z', '#fdf1cf') +
          flame,
        body: 'M78 82q0-12 12-14V56h20v12q12 2 12 14zM68 146h64l8 12q0 6-6 6H66q-6 0-6-6z',
        shadow: [42],
      };
};

export const gardenDrawings: Record<string, Draw> = {
  PLP: pot,
  WAT: can,
  SED: seeds,
  TOO: tool,
  LAN: lantern,
};
