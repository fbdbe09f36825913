import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import { companionRows, groupCounts } from './cooccurrence.ts';
import type { FitContext, Model } from './model.ts';

/** Neighbours kept per item by the baseline. */
const NEIGHBOURS = 100;

/**
 * Item-kNN: cosine between the items' sets of shoppers, 100 neighbours and the item itself, every item of the history counting alike
 * (Sarwar et al. 2001). The classic to beat; a baseline of `benchmark`.
 */
export const itemKnn: Model = {
  name: 'item-knn',
  async fit(tables, { progress }) {
    const rows = await cosineRows(tables, NEIGHBOURS, true, progress, 'item-knn');
    return [{ name: 'neighbours', load: 'first', params: { decay: 1, last: 500 }, arrays: encodeRows(rows) }];
  },
};

/**
 * Item-kNN as a table that ships: the same cosine, shrunk for pairs that few shoppers share, the item itself left out (coming back
 * is the repeat source's), few neighbours.
 */
export const neighbours: Model = {
  name: 'neighbours',
  table: 'neighbours',
  async fit(tables, { config, progress }) {
    const { keep, shrink, decay, last } = config.neighbours;
    const rows = await cosineRows(tables, keep, false, progress, 'neighbours', shrink);
    return [{ name: 'neighbours', load: 'first', params: { decay, last }, arrays: encodeRows(rows) }];
  },
};

function cosineRows(
  tables: Tables,
  keep: number,
  includeSelf: boolean,
  progress: FitContext['progress'],
  stage: string,
  shrink = 0,
): Promise<SparseRow[]> {
  const byShopper = distinctItems(tables);
  const sizes = groupCounts(byShopper, tables.items);
  return companionRows(byShopper, {
    items: tables.items,
    keep,
    includeSelf,
    strength: (item, other, shared) => shared / (Math.sqrt(sizes[item]! * sizes[other]!) + shrink),
    progress: (done, total) => progress(stage, done, total),
  });
}

function distinctItems(tables: Tables): Rows {
  const offsets = new Int32Array(tables.shoppers + 1);
  const columns: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const items = new Set(tables.item.subarray(tables.offsets[shopper], tables.offsets[shopper + 1]));
    for (const item of [...items].sort((a, b) => a - b)) columns.push(item);
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: new Float32Array(columns.length).fill(1) };
}
