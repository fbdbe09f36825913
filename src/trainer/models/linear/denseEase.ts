import type { EaseSettings } from '../../settings/ease.ts';
import type { Rows } from '../../tables/rows.ts';
import { itemWeights } from './ease.ts';
import { type RidgeOptions, ridgeInverse } from './ridgeInverse.ts';

/** Scores of every item for a history of distinct item numbers; valid until the next call. */
export type Scorer = (items: ArrayLike<number>) => Float64Array;

/**
 * EASE as published (Steck 2019), every weight in float64: a reference for what ships, which is too large to ship itself. `byShopper`:
 * distinct items. Plain EASE is `dropout: 0, userPower: 0, self: 'zero'`.
 */
export async function denseEase(byShopper: Rows, options: RidgeOptions & Pick<EaseSettings, 'self'>): Promise<Scorer> {
  const inverse = await ridgeInverse(byShopper, options);
  return (items) => itemWeights(inverse, options.self, items, new Float64Array(items.length).fill(1));
}
