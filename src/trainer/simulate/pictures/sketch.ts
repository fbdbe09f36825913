import { lightness, mix } from './colour.ts';

/** The colours a drawing may use, all derived from the item's tone and accent. */
export interface Shades {
  base: string;
  light: string;
  dark: string;
  deep: string;
  accent: string;
  accentDark: string;
  paper: string;
  wood: string;
  woodDark: string;
  metal: string;
  ground: string;
}

/** A drawing on a 200 x 200 canvas; things stand on y = 164. */
export interface Sketch {
  /** Path data of the part that carries the tone, the surface pattern and the shade. */
  body: string;
  /** Markup behind and before the body. */
  behind?: string;
  front?: string;
  /** Half width and centre of the shadow on the ground; width 0 for things that hang or lie flat. */
  shadow?: readonly [halfWidth: number, centre?: number, y?: number];
  /** Where the shaded side begins, x. Default 104; Infinity for flat things. */
  shadeFrom?: number;
}

/** Draws one kind; `form` is the place of the noun in the kind's list. */
export type Draw = (shades: Shades, form: number) => Sketch;

export function shadesOf(tone: string, accent: string): Shades {
  // A pale thing needs a deeper ground to stand out from, and the reverse.
  const pale = lightness(tone) > 0.78;
  return {
    base: tone,
    light: mix(tone, '#fffdf8', 0.42),
    dark: mix(tone, '#2b2118', 0.22),
    deep: mix(tone, '#241b14', 0.48),
    accent,
    accentDark: mix(accent, '#241b14', 0.25),
    paper: '#fbf7ee',
    wood: '#c49a68',
    woodDark: '#96693f',
    metal: '#8b8f93',
    ground: pale ? mix(mix(accent, '#ffffff', 0.35), '#d8cebd', 0.74) : mix(tone, '#f4efe6', 0.84),
  };
}

export const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}"${more}/>`;
export const line = (d: string, stroke: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
export const circle = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
export const box = (x: number, y: number, w: number, h: number, fill: string, r = 0) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}"${r ? ` rx="${r}"` : ''} fill="${fill}"/>`;

/** Path data of a rectangle with rounded corners. */
export const boxPath = (x: number, y: number, w: number, h: number, r = 0) =>
  r
    ? `M${x + r} ${y}h${w - 2 * r}q${r} 0 ${r} ${r}v${h - 2 * r}q0 ${r}-${r} ${r}h${2 * r - w}q-${r} 0-${r}-${r}v${2 * r - h}q0-${r} ${r}-${r}z`
    : `M${x} ${y}h${w}v${h}h${-w}z`;
/** Path data of an ellipse. */
export const ovalPath = (x: number, y: number, rx: number, ry = rx) =>
  `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
