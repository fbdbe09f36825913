import { setImmediate } from 'node:timers/promises';
import { encodeRows, type SparseRow } from '../../../engine/bundle/rows.ts';
import { topK } from '../../../engine/candidates/topK.ts';
import type { EaseSettings } from '../../settings/ease.ts';
import { shopperRows } from '../als.ts';
import type { Model } from '../model.ts';
import { ORDER_FREE, rowBytes } from './linearRows.ts';
import { checkInvertible, type RidgeInverse, ridgeInverse } from './ridgeInverse.ts';

/**
 * EASE (Steck 2019): every item is predicted from all others of a history by ridge regression, in closed form, B = I - P / diag P with
 * P = (X^T D X + ridges)^-1; with `dropout` it is trained as if a share of each history were missing, which adds to the ridges in
 * proportion to each item (Steck 2020), and with `self: free` without the 0 on the diagonal: a denoising autoencoder, B = I - P ridges.
 * Of an item's weights for others the strongest ship. What is negative is left out.
 *
 * Opt-in: of the same bytes LocalEASE ranked better, whose weights are fitted for the few that ship.
 *
 * @throws CONFIG_INVALID where both items and shoppers are more than MAX_INVERSE
 */
export const ease: Model = {
  name: 'ease',
  table: 'neighbours',
  isOptIn: true,
  bytes: (items, { keep }: EaseSettings) => rowBytes(items, keep),
  trials: () => [{}, { self: 'free' }, { ridge: 150 }, { dropout: 0.67 }],
  async fit(tables, context) {
    const byShopper = shopperRows(tables, context);
    const { items } = tables;
    checkInvertible(byShopper, items, 'ease', 'local-ease');
    const settings = context.config.ease;
    const report = (done: number, total: number) => context.progress('ease', done, total);
    const inverse = await ridgeInverse(byShopper, { ...settings, items, progress: report });
    const rows: SparseRow[] = [];
    for (let item = 0; item < items; item++) {
      if (item % 64 === 0) await setImmediate();
      rows.push(rowOf(inverse, settings, item));
    }
    return [{ name: 'neighbours', load: 'first', params: ORDER_FREE, arrays: encodeRows(rows) }];
  },
};

function rowOf(inverse: RidgeInverse, { keep, self }: EaseSettings, item: number): SparseRow {
  const weights = itemWeights(inverse, self, [item], [1]);
  weights[item] = 0;
  const targets = topK(weights, keep).filter((target) => weights[target]! > 0);
  return { targets, strengths: targets.map((target) => weights[target]!) };
}

/** x B of a history x, one value an item; an item's share of its own is that of `self: free`. Valid until the inverse is next asked. */
export function itemWeights(
  { diagonal, ridges, times }: RidgeInverse,
  self: EaseSettings['self'],
  items: ArrayLike<number>,
  values: ArrayLike<number>,
): Float64Array {
  const weights = times(items, values);
  for (let j = 0; j < weights.length; j++)
    weights[j] = -weights[j]! * (self === 'zero' ? 1 / diagonal[j]! : ridges[j]!);
  for (let r = 0; r < items.length; r++) weights[items[r]!]! += values[r]!;
  return weights;
}
