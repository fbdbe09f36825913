import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import type { NeighboursSettings } from '../settings/neighbours.ts';
import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import type { FitContext, Model } from './model.ts';
import { similarItems } from './similarItems.ts';
import { weighPairs } from './similarity.ts';

/** Neighbours kept per item by the baseline. */
const NEIGHBOURS = 100;

/**
 * Item-kNN: cosine between the items' sets of shoppers, 100 neighbours and the item itself, every item of the history counting alike
 * (Sarwar et al. 2001). The classic to beat; a baseline of `benchmark`.
 */
export const itemKnn: Model = {
  name: 'item-knn',
  async fit(tables, { progress }) {
    const settings = { similarity: 'cosine', keep: NEIGHBOURS, shrink: 0, support: 1 } as const;
    const rows = await knnRows(tables, settings, progress, 'item-knn', true);
    return [{ name: 'neighbours', load: 'first', params: { decay: 1, last: 500 }, arrays: encodeRows(rows) }];
  },
};

/** What to try on validation where the history has an order, and where it has none and every item of it counts alike. */
const ORDERED = [
  { similarity: 'tf-idf' },
  { similarity: 'bm25' },
  { similarity: 'cosine' },
] as const satisfies Partial<NeighboursSettings>[];
const UNORDERED = ORDERED.map((trial) => ({ ...trial, decay: 1, last: 500 }));

/**
 * Item-kNN as a table that ships: cosine, tf-idf or BM25, shrunk for pairs that few shoppers share, the item itself left out (coming back
 * is the repeat source's), few neighbours.
 */
export const neighbours: Model = {
  name: 'neighbours',
  table: 'neighbours',
  trials: ({ hasOrder }) => (hasOrder ? ORDERED : UNORDERED),
  async fit(tables, { config, progress }) {
    const { decay, last } = config.neighbours;
    const rows = await knnRows(tables, config.neighbours, progress, 'neighbours', false);
    return [{ name: 'neighbours', load: 'first', params: { decay, last }, arrays: encodeRows(rows) }];
  },
};

/** Rows of the nearest items by number, targets ascending. */
async function knnRows(
  tables: Tables,
  settings: Pick<NeighboursSettings, 'similarity' | 'keep' | 'shrink' | 'support' | 'threads'>,
  progress: FitContext['progress'],
  stage: string,
  includeSelf: boolean,
): Promise<SparseRow[]> {
  const { similarity, keep, shrink, support, threads } = settings;
  progress(stage, 0, 1);
  const byShopper = distinctItems(tables);
  const weights = weighPairs(similarity, byShopper, tables.items, shrink);
  const rows = await similarItems(byShopper, { ...weights, items: tables.items, keep, support, includeSelf, threads });
  progress(stage, 1, 1);
  return rows;
}

/** Every shopper's items, each once. */
export function distinctItems(tables: Tables): Rows {
  const offsets = new Int32Array(tables.shoppers + 1);
  const columns = new Int32Array(tables.item.length);
  let length = 0;
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const items = tables.item.slice(tables.offsets[shopper], tables.offsets[shopper + 1]).sort();
    for (let at = 0; at < items.length; at++)
      if (at === 0 || items[at] !== items[at - 1]) columns[length++] = items[at]!;
    offsets[shopper + 1] = length;
  }
  return { offsets, columns: columns.slice(0, length), values: new Float32Array(length).fill(1) };
}
