import { setImmediate } from 'node:timers/promises';
import { createWarp, loadWarp } from '../../kernels/warp.ts';
import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import { addFeatures, createEmbedding, type Embedding, embeddings, stepFeatures } from './embedding.ts';
import { shuffle } from './order.ts';

export interface HistoryOptions {
  /** Each shopper's items, ascending, with their weights in the profile. */
  histories: Rows;
  /** Features by item, which both of an item's vectors are sums of, and how many there are. */
  features: Rows;
  columns: number;
  dimensions: number;
  epochs: number;
  maxSampled: number;
  rate: number;
  seed: number;
  progress(done: number, total: number): void;
}

/** Positives between which a shopper's vector is made anew: long histories would learn from what they no longer are. */
const BLOCK = 64;

/**
 * WARP for shoppers whom nobody knows: the user's features are the items of the history, so that the device makes the vector
 * of whoever comes (encoder `sum`). An item has an input vector and an output vector, each the sum of its features' embeddings. A positive is
 * taken out of the history that has to foresee it; the sum of the rest is divided by the root of its squared weights, so that short
 * and long histories have margins alike. All of its items step together, so each by the rate over the root of their number: at the
 * whole rate a long history's vector leaps, and ml-latest-small collapses. No biases: popularity is a source of its own.
 */
export async function fitByHistory(options: HistoryOptions): Promise<{ inputs: Embedding; outputs: Embedding }> {
  const { histories, features, columns, dimensions, epochs, maxSampled, rate, seed, progress } = options;
  const random = new Random(seed, 'warp');
  const inputs = createEmbedding(columns, dimensions, random);
  const items = { features, columns, hasBias: false };
  const warp = createWarp(await loadWarp(), { items, taken: histories, dimensions, maxSampled, rate, random });
  const { user: vector, slope } = warp.pieces;
  const sum = new Float64Array(dimensions);
  const own = new Float64Array(dimensions);
  const pull = new Float64Array(dimensions);
  const others = new Float64Array(dimensions);
  const slopes = new Float32Array(BLOCK * dimensions);

  const learnFrom = (shopper: number) => {
    const start = histories.offsets[shopper]!;
    const end = histories.offsets[shopper + 1]!;
    // Of one item nothing foresees the other.
    if (end - start < 2) return;
    let squared = 0;
    for (let at = start; at < end; at++) squared += histories.values[at]! ** 2;
    const order = Int32Array.from({ length: end - start }, (_, at) => start + at);
    shuffle(order, random);
    for (let first = 0; first < order.length; first += BLOCK) {
      sum.fill(0);
      for (let at = start; at < end; at++)
        addFeatures(inputs, features, histories.columns[at]!, histories.values[at]!, sum);
      pull.fill(0);
      const block = order.subarray(first, first + BLOCK);
      slopes.fill(0);
      block.forEach((at, place) => {
        const item = histories.columns[at]!;
        const weight = histories.values[at]!;
        own.fill(0);
        addFeatures(inputs, features, item, weight, own);
        const factor = 1 / Math.sqrt(Math.max(1e-12, squared - weight * weight));
        for (let d = 0; d < dimensions; d++) vector[d] = factor * (sum[d]! - own[d]!);
        if (warp.pair(shopper, item, weight) === 0) return;
        for (let d = 0; d < dimensions; d++) {
          const value = factor * slope[d]!;
          slopes[place * dimensions + d] = value;
          pull[d]! += value;
        }
      });
      // Every item of the history is pulled by all positives of the block but by itself.
      const placeOf = new Map(Array.from(block, (at, place) => [at, place]));
      for (let at = start; at < end; at++) {
        const place = placeOf.get(at);
        for (let d = 0; d < dimensions; d++)
          others[d] = pull[d]! - (place === undefined ? 0 : slopes[place * dimensions + d]!);
        stepFeatures(
          inputs,
          features,
          histories.columns[at]!,
          histories.values[at]!,
          others,
          rate / Math.sqrt(end - start),
        );
      }
    }
  };

  const shoppers = Int32Array.from({ length: histories.offsets.length - 1 }, (_, shopper) => shopper);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(shoppers, random);
    for (let at = 0; at < shoppers.length; at++) {
      if (at % 256 === 0) {
        progress(epoch + at / shoppers.length, epochs);
        await setImmediate();
      }
      learnFrom(shoppers[at]!);
    }
  }
  progress(epochs, epochs);
  return { inputs, outputs: embeddings(warp, dimensions).items };
}
