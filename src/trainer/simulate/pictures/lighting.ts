import { box, boxPath, circle, type Draw, line, oval, ovalPath, path } from './sketch.ts';

const GLOW = '#f7d98a';
const halo = (x: number, y: number, r: number) => circle(x, y, r, GLOW).replace('/>', ' opacity=".3"/>');

const tableLamp: Draw = (s, form) => ({
  behind:
    halo(100, 76, 66) +
    path(form === 0 ? 'M74 36h52l22 58H52z' : 'M62 48q38-24 76 0v40H62z', s.paper) +
    path(form === 0 ? 'M104 36h22l22 58h-44z' : 'M104 36q20 2 34 12v40h-34z', '#e9ddc4') +
    box(97, 90, 6, 16, s.metal),
  body: form === 0 ? 'M88 102h24c22 14 26 42 12 62H76c-14-20-10-48 12-62z' : 'M94 98h12v44q30 4 30 22H64q0-18 30-22z',
  shadow: [40],
});

const pendant: Draw = (s, form) => {
  const bodies = ['M42 126c0-66 116-66 116 0z', ovalPath(100, 112, 48), 'M88 66h24l46 66H42z'];
  const lip = [126, 0, 132][form]!;
  return {
    behind:
      line('M100 0v76', s.deep, 2.5) +
      (lip ? path(`M48 ${lip}h104l26 60H22z`, GLOW, ' opacity=".3"') : halo(100, 112, 72)) +
      (lip ? circle(100, lip, 13, '#fff3c9') : ''),
    body: bodies[form]!,
    front: box(91, form === 0 ? 66 : 58, 18, 14, s.metal, 4),
    shadow: [0],
  };
};

const floorLamp: Draw = (s, form) =>
  form === 0
    ? {
        behind: halo(100, 52, 52) + line('M100 70v92', s.deep, 4) + line('M100 118l-26 45M100 118l26 45', s.wood, 5),
        body: 'M76 24h48l16 52H60z',
        front: oval(100, 76, 40, 5, '#fff3c9'),
        shadow: [34],
      }
    : {
        behind: halo(62, 70, 46) + line('M136 160V54q0-22-22-22H92', s.deep, 4.5) + oval(136, 161, 30, 5, s.deep),
        body: 'M96 20q-50 6-56 50h58z',
        front: oval(69, 71, 29, 5, '#fff3c9'),
        shadow: [34, 136],
        shadeFrom: 76,
      };

const flame = (x: number, y: number) =>
  path(`M${x} ${y - 22}q11 12 0 22q-11-10 0-22z`, '#f3b53f') + path(`M${x} ${y - 12}q5 7 0 12q-5-5 0-12z`, '#fff1bd');

const candle: Draw = (s, form) =>
  form === 0
    ? {
        behind: halo(100, 70, 48),
        body: boxPath(62, 82, 76, 82, 10),
        front:
          oval(100, 83, 38, 8, s.light) +
          line('M100 82v-8', '#4a3a2c', 2.5) +
          flame(100, 74) +
          box(76, 108, 48, 34, s.paper, 3) +
          line('M86 120h28M90 129h20', s.deep, 2),
        shadow: [44],
      }
    : {
        behind: halo(84, 44, 40),
        body: `${boxPath(66, 60, 38, 104, 4)}${boxPath(108, 96, 30, 68, 4)}`,
        front:
          oval(85, 61, 19, 5, s.light) +
          oval(123, 97, 15, 4, s.light) +
          line('M85 60v-8M123 96v-7', '#4a3a2c', 2.5) +
          flame(85, 52) +
          flame(123, 89),
        shadow: [42],
        shadeFrom: 400,
      };

const holder: Draw = (s, form) =>
  form === 0
    ? {
        behind: halo(100, 42, 36) + box(94, 46, 12, 66, s.paper, 2) + box(101, 46, 5, 66, '#e6dac2') + flame(100, 44),
        body: 'M86 108h28v16c0 8-6 12-6 22q32 4 32 18H60q0-14 32-18c0-10-6-14-6-22z',
        shadow: [42],
      }
    : {
        behind: [52, 100, 148]
          .map((x) => box(x - 5, x === 100 ? 44 : 56, 10, 44, s.paper, 2) + flame(x, x === 100 ? 43 : 55))
          .join(''),
        body: 'M42 94h20q0 26 30 28V84h16v38q30-2 30-28h20q0 44-46 46v6q26 4 26 18H62q0-14 26-18v-6q-46-2-46-46z',
        shadow: [46],
      };

export const lightingDrawings: Record<string, Draw> = {
  LMP: tableLamp,
  PEN: pendant,
  FLR: floorLamp,
  CAN: candle,
  CHO: holder,
};
