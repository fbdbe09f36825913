import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import { topK } from '../../engine/candidates/topK.ts';
import { transpose } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import type { Model } from './model.ts';

/** Neighbours kept per item. */
const NEIGHBOURS = 100;

/**
 * Item-kNN: cosine between the items' sets of shoppers, 100 neighbours and the item itself, every item of the history counting alike
 * (Sarwar et al. 2001). The classic to beat; it ships only as a baseline of `benchmark`.
 */
export const itemKnn: Model = {
  name: 'item-knn',
  fit(tables, { progress }) {
    const byShopper = distinctItems(tables);
    const byItem = transpose(byShopper, tables.items);
    const counts = new Float64Array(tables.items);
    const rows: SparseRow[] = [];
    for (let item = 0; item < tables.items; item++) {
      if (item % 1024 === 0) progress('item-knn', item, tables.items);
      const touched: number[] = [];
      for (let p = byItem.offsets[item]!; p < byItem.offsets[item + 1]!; p++) {
        const shopper = byItem.columns[p]!;
        for (let q = byShopper.offsets[shopper]!; q < byShopper.offsets[shopper + 1]!; q++) {
          const other = byShopper.columns[q]!;
          if (counts[other] === 0) touched.push(other);
          counts[other]!++;
        }
      }
      const size = (i: number) => byItem.offsets[i + 1]! - byItem.offsets[i]!;
      for (const other of touched) counts[other] = counts[other]! / Math.sqrt(size(item) * size(other));
      const targets = topK(counts, NEIGHBOURS, undefined, touched);
      rows.push({ targets, strengths: targets.map((target) => counts[target]!) });
      for (const other of touched) counts[other] = 0;
    }
    progress('item-knn', tables.items, tables.items);
    return [{ name: 'neighbours', load: 'first', params: { decay: 1, last: 500 }, arrays: encodeRows(rows) }];
  },
};

function distinctItems(tables: Tables) {
  const offsets = new Int32Array(tables.shoppers + 1);
  const columns: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const items = new Set(tables.item.subarray(tables.offsets[shopper], tables.offsets[shopper + 1]));
    for (const item of [...items].sort((a, b) => a - b)) columns.push(item);
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: new Float32Array(columns.length).fill(1) };
}
