import { KINDS } from '../assortment/index.ts';
import { type Item, STYLES } from '../types.ts';
import { bathDrawings } from './bath.ts';
import { gardenDrawings } from './garden.ts';
import { kitchenDrawings } from './kitchen.ts';
import { lightingDrawings } from './lighting.ts';
import { livingDrawings } from './living.ts';
import { type Draw, shadesOf } from './sketch.ts';
import { stationeryDrawings } from './stationery.ts';
import { surface } from './surface.ts';
import { tableDrawings } from './table.ts';
import { toyDrawings } from './toys.ts';

const DRAWINGS: Record<string, Draw> = {
  ...kitchenDrawings,
  ...tableDrawings,
  ...lightingDrawings,
  ...livingDrawings,
  ...bathDrawings,
  ...stationeryDrawings,
  ...gardenDrawings,
  ...toyDrawings,
};

/** The item's picture: one SVG of 200 x 200, below 1.5 kB, without scripts, fonts or references to the outside. */
export function picture(item: Item): string {
  const shades = shadesOf(item.tone.hex, item.accent);
  const sketch = DRAWINGS[KINDS[item.kind]!.code]!(shades, item.form);
  const style = STYLES[item.style]!;
  const [halfWidth, centre = 100, y = 165] = sketch.shadow ?? [48];
  const from = sketch.shadeFrom ?? 104;
  const key = keyOf(item.id);
  const tile = surface(style, shades, `p${key}`);
  return tidy(
    [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" stroke-linecap="round">',
      `<defs><clipPath id="c${key}"><path d="${sketch.body}"/></clipPath>${tile}</defs>`,
      `<rect width="200" height="200" fill="${shades.ground}"/>`,
      halfWidth > 0
        ? `<ellipse cx="${centre}" cy="${y}" rx="${halfWidth + 8}" ry="6" fill="#2b2118" opacity=".13"/>`
        : '',
      sketch.behind ?? '',
      `<g clip-path="url(#c${key})"><rect width="200" height="200" fill="${shades.base}"/>`,
      tile ? `<rect width="200" height="200" fill="url(#p${key})"/>` : '',
      from < 200 ? `<path d="M${from} 0h100v200H${from}z" fill="#2b2118" opacity=".1"/>` : '',
      '</g>',
      sketch.front ?? '',
      '</svg>\n',
    ].join(''),
  );
}

/** Ids in an SVG must differ from those of others inlined in one page; six letters of a hash are shorter than the item's id. */
function keyOf(id: string): string {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Coordinates to one decimal: computed shapes carry long fractions. */
function tidy(svg: string): string {
  return svg.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
