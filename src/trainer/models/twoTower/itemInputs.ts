import type { Random } from '../../random.ts';
import type { Tables } from '../../tables/tables.ts';
import { truncatedSvd } from '../svd.ts';
import { termRows } from '../terms.ts';

/** Words of the vocabulary at most, and rounds of the decomposition. */
const VOCABULARY = 20_000;
const ROUNDS = 4;

/** Length of what an item's text says beside the learned part, whose length begins at about 1. */
const CONTENT_LENGTH = 0.7;

/**
 * What the catalogue says of each item, words, category path and brand, as `dimensions` numbers of one length (latent semantic analysis; see
 * models/content.ts): items x dimensions, zeros where it says nothing.
 */
export async function contentRows(tables: Tables, dimensions: number, random: Random): Promise<Float32Array> {
  const { rows, terms } = termRows(tables, VOCABULARY);
  if (dimensions === 0 || terms === 0) return new Float32Array(tables.items * dimensions);
  const vectors = await truncatedSvd(rows, { columns: terms, dimensions, rounds: ROUNDS, random, progress() {} });
  for (let at = 0; at < vectors.length; at += dimensions) {
    let squared = 0;
    for (let d = 0; d < dimensions; d++) squared += vectors[at + d]! ** 2;
    const factor = squared > 1e-6 ? CONTENT_LENGTH / Math.sqrt(squared) : 0;
    for (let d = 0; d < dimensions; d++) vectors[at + d]! *= factor;
  }
  return vectors;
}

/** How much each item is taken, as shares that sum to 1. */
export function takenShares(columns: Int32Array, items: number): Float64Array {
  const shares = new Float64Array(items);
  for (const item of columns) shares[item]! += 1 / columns.length;
  return shares;
}
