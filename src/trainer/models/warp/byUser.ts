import { setImmediate } from 'node:timers/promises';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { addFeatures, createEmbedding, type Embedding, stepFeatures } from './embedding.ts';
import { shuffle } from './order.ts';
import { createPairs } from './pairs.ts';

export interface HybridOptions {
  /** What each user took: items ascending; values are the weights of the loss. */
  taken: Rows;
  /** Features by user and by item; see `identity`. */
  userFeatures: Rows;
  itemFeatures: Rows;
  /** How many features there are of each. */
  userColumns: number;
  itemColumns: number;
  dimensions: number;
  epochs: number;
  maxSampled: number;
  rate: number;
  seed: number;
  progress(done: number, total: number): void;
}

/** Pairs between two pauses. */
const PAUSE = 65_536;

/**
 * The hybrid factorisation of LightFM (Kula 2015) by WARP: a user and an item are the sums of their features' embeddings, and the
 * score is their inner product and the item's bias. Pairs in a new random order each epoch. The users' side has no place in a
 * bundle; this is the model of the literature, for comparison and for features that a shop has of its users.
 */
export async function fitHybrid(options: HybridOptions): Promise<{ users: Embedding; items: Embedding }> {
  const { taken, userFeatures, itemFeatures, dimensions, epochs, maxSampled, rate, seed, progress } = options;
  const random = new Random(seed, 'warp');
  const items = createEmbedding(options.itemColumns, dimensions, random, true);
  const users = createEmbedding(options.userColumns, dimensions, random, false);
  const pair = createPairs({ features: itemFeatures, embedding: items, maxSampled, rate, random });
  const pairs = taken.columns.length;
  const userOf = new Int32Array(pairs);
  for (let user = 0; user < taken.offsets.length - 1; user++)
    userOf.fill(user, taken.offsets[user]!, taken.offsets[user + 1]!);
  const order = Int32Array.from({ length: pairs }, (_, at) => at);
  const vector = new Float32Array(dimensions);
  const slope = new Float32Array(dimensions);
  let current = 0;
  const isTaken = (item: number) => holds(taken, current, item);
  const run = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const one = order[at]!;
      current = userOf[one]!;
      vector.fill(0);
      addFeatures(users, userFeatures, current, 1, vector);
      if (pair(vector, taken.columns[one]!, taken.values[one]!, isTaken, slope) > 0)
        stepFeatures(users, userFeatures, current, 1, slope, rate);
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < pairs; from += PAUSE) {
      progress(epoch + from / pairs, epochs);
      await setImmediate();
      run(from, Math.min(pairs, from + PAUSE));
    }
  }
  progress(epochs, epochs);
  return { users, items };
}

/** One feature a row, its own. */
export function identity(count: number): Rows {
  return {
    offsets: Int32Array.from({ length: count + 1 }, (_, at) => at),
    columns: Int32Array.from({ length: count }, (_, at) => at),
    values: new Float32Array(count).fill(1),
  };
}

/** Is the column in the row? Columns ascend. */
export function holds({ offsets, columns }: Rows, row: number, column: number): boolean {
  let [low, high] = [offsets[row]!, offsets[row + 1]!];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle]! < column) low = middle + 1;
    else high = middle;
  }
  return low < offsets[row + 1]! && columns[low] === column;
}
