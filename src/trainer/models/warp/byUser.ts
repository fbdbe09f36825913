import { setImmediate } from 'node:timers/promises';
import { createWarp, loadWarp } from '../../kernels/warp.ts';
import type { MakeWarp } from '../../kernels/warpPieces.ts';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { type Embedding, embeddings } from './embedding.ts';
import { shuffle } from './order.ts';

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
  /** The kernel; absent: the fastest that runs here. All have the same bits. */
  make?: MakeWarp;
  progress(done: number, total: number): void;
}

/** Pairs between two pauses. */
const PAUSE = 65_536;

/**
 * The hybrid factorisation of LightFM (Kula 2015) by WARP: a user and an item are the sums of their features' embeddings, and the
 * score is their inner product and the item's bias. Pairs in a new random order each epoch. The users' side has no place in a
 * bundle; this is the model of the literature, for comparison and for features that a shop has of its users. From LightFM's own
 * initial vectors, orders and draws it comes to LightFM's vectors within 1e-6 after an epoch.
 */
export async function fitHybrid(options: HybridOptions): Promise<{ users: Embedding; items: Embedding }> {
  const { taken, dimensions, epochs, maxSampled, rate, seed, progress } = options;
  const random = new Random(seed, 'warp');
  const warp = createWarp(options.make ?? (await loadWarp()), {
    users: { features: options.userFeatures, columns: options.userColumns },
    items: { features: options.itemFeatures, columns: options.itemColumns, hasBias: true },
    taken,
    dimensions,
    maxSampled,
    rate,
    random,
  });
  const pairs = taken.columns.length;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(warp.pieces.order, random);
    for (let from = 0; from < pairs; from += PAUSE) {
      progress(epoch + from / pairs, epochs);
      await setImmediate();
      warp.run(from, Math.min(pairs, from + PAUSE));
    }
  }
  progress(epochs, epochs);
  return embeddings(warp, dimensions);
}

/** One feature a row, its own. */
export function identity(count: number): Rows {
  return {
    offsets: Int32Array.from({ length: count + 1 }, (_, at) => at),
    columns: Int32Array.from({ length: count }, (_, at) => at),
    values: new Float32Array(count).fill(1),
  };
}
