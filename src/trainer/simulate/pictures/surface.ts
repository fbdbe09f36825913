import type { STYLES } from '../types.ts';
import { lightness } from './colour.ts';
import type { Shades } from './sketch.ts';

/** What each style does to a surface: pattern tile size and its marks, drawn in one ink. */
const TILES: Record<(typeof STYLES)[number], { size: readonly [number, number]; marks: string } | undefined> = {
  nordic: undefined,
  rustic: {
    size: [26, 24],
    marks:
      '<circle cx="5" cy="6" r="1.3"/><circle cx="17" cy="3" r=".8"/><circle cx="21" cy="15" r="1.5"/><circle cx="10" cy="18" r=".9"/>',
  },
  botanical: {
    size: [32, 36],
    marks:
      '<path d="M8 17q-7-6 0-14q7 8 0 14zM24 35q-7-6 0-14q7 8 0 14z"/><path d="M8 2v20M24 20v20" stroke-width="1.2"/>',
  },
  playful: { size: [22, 22], marks: '<circle cx="6" cy="6" r="3.4"/><circle cx="17" cy="17" r="3.4"/>' },
  classic: { size: [200, 14], marks: '<path d="M0 4h200v3H0z"/>' },
  graphic: { size: [20, 20], marks: '<path d="M0 0h10v10H0zM10 10h10v10H10z"/>' },
};

/** Opacity of the marks: large filled shapes must stay quiet. */
const STRENGTH: Record<(typeof STYLES)[number], number> = {
  nordic: 0,
  rustic: 0.6,
  botanical: 0.42,
  playful: 0.5,
  classic: 0.5,
  graphic: 0.22,
};

/** The `<pattern>` for a style, or '' for a plain surface; `id` must be unique within the page it is inlined in. */
export function surface(style: (typeof STYLES)[number], shades: Shades, id: string): string {
  const tile = TILES[style];
  if (!tile) return '';
  const ink = lightness(shades.base) > 0.5 ? shades.deep : shades.light;
  const stroke = style === 'botanical' ? ` stroke="${ink}"` : '';
  return `<pattern id="${id}" width="${tile.size[0]}" height="${tile.size[1]}" patternUnits="userSpaceOnUse"><g fill="${ink}"${stroke} opacity="${STRENGTH[style]}">${tile.marks}</g></pattern>`;
}
