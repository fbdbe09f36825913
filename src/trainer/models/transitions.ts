import { setImmediate } from 'node:timers/promises';
import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import type { Tables } from '../tables/tables.ts';
import type { FitContext, Model } from './model.ts';
import { createCounter, placesByItem } from './transitions/count.ts';
import { tuneTransitions } from './transitions/tune.ts';
import { createWeigher, visitCounts } from './transitions/weigh.ts';
import { readVisits } from './visits.ts';

/**
 * Directed transitions: T[i -> j] sums, over visits of j within a window after i, length^-lengthPower x exp(-age / tau) x
 * distance^-beta; pairs against the order count `reverse`, items of one moment count in full both ways, and coming back to the item itself
 * counts `self`. Rows are divided by (sum + shrink)^rowPower and lifted by (popularity + 1)^popularityPower, then pruned to the
 * strongest targets. Its trial is what tuning on cut histories of the tables gives.
 */
export const transitions: Model = {
  name: 'transitions',
  table: 'transitions',
  async trials(tables, config) {
    const tuned = await tuneTransitions(tables, config.transitions, config.seed);
    // What is best alone need not be so beside other sources: the recipe asks for both.
    return tuned ? [tuned.settings, {}] : [{}];
  },
  async fit(tables, context) {
    const { decay, last } = context.config.transitions;
    return [
      {
        name: 'transitions',
        load: 'first',
        params: { decay, last },
        arrays: encodeRows(await transitionRows(tables, context)),
      },
    ];
  },
};

async function transitionRows(tables: Tables, { config, progress }: FitContext): Promise<SparseRow[]> {
  const visits = readVisits(tables);
  const count = createCounter(tables, visits, placesByItem(visits, tables.items), config.transitions);
  const weigh = createWeigher(visitCounts(visits.item, tables.items), config.transitions);
  const rows: SparseRow[] = [];
  for (let item = 0; item < tables.items; item++) {
    if (item % 1024 === 0) {
      progress('transitions', item, tables.items);
      await setImmediate();
    }
    rows.push(weigh(item, count(item)));
  }
  progress('transitions', tables.items, tables.items);
  return rows;
}
