import type { Item, Taste } from './types.ts';

/** What a taste makes of an item of a kind it wants: about -2 (never) to 4 (the very thing). */
export function liking(taste: Taste, item: Item): number {
  const { style, family, tier, appeal } = item;
  const sale = item.saleCents === undefined ? 0 : 0.35;
  return (
    3.2 * taste.styles[style]! +
    2.2 * taste.families[family]! -
    1.8 * Math.abs(tier - taste.budget) +
    0.35 * appeal +
    sale -
    1.4
  );
}

/** Chance that the item in `position` (from 1) of a list is looked at: the position bias of every list in the log. */
export const examination = (position: number): number => 1 / (1 + 0.22 * (position - 1));

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
