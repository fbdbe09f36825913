import type { Rows } from '../../tables/rows.ts';
import type { Tables } from '../../tables/tables.ts';
import { termRows } from '../terms.ts';

/** Words of the catalogue that are features at most. */
const VOCABULARY = 2000;

/** What an item is beside itself counts this much together: its words are a row of length 1. */
const CONTENT = 0.5;

/**
 * The items' features (Kula 2015): each item itself, unless nobody has taken it, and what the catalogue says of it: words, the levels
 * of its category path and its brand, weighted by tf-idf. Columns: items first, then terms. An item that is new is what its words are.
 */
export function itemFeatures(tables: Tables, hasContent: boolean): { rows: Rows; columns: number } {
  const { items } = tables;
  const { rows, terms } = hasContent ? termRows(tables, VOCABULARY) : { rows: undefined, terms: 0 };
  const isTaken = new Uint8Array(items);
  for (const item of tables.item) isTaken[item] = 1;
  const offsets = new Int32Array(items + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let item = 0; item < items; item++) {
    if (isTaken[item]) {
      columns.push(item);
      values.push(1);
    }
    for (let at = rows?.offsets[item] ?? 0; at < (rows?.offsets[item + 1] ?? 0); at++) {
      columns.push(items + rows!.columns[at]!);
      values.push(CONTENT * rows!.values[at]!);
    }
    offsets[item + 1] = columns.length;
  }
  return {
    rows: { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) },
    columns: items + terms,
  };
}
