import type { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';
import type { Embedding } from './embedding.ts';

/** A pair's loss at most, as in LightFM: the log of a catalogue of 22,026 items. */
const MAX_LOSS = 10;

export interface PairOptions {
  /** The items' features by item, and their embeddings. */
  features: Rows;
  embedding: Embedding;
  /** Items drawn at most until one is found that scores within 1 of the positive. */
  maxSampled: number;
  rate: number;
  random: Random;
}

/** One pair of training: see `createPairs`. */
export type Pair = (
  user: Float32Array,
  positive: number,
  weight: number,
  isTaken: (item: number) => boolean,
  slope: Float32Array,
) => number;

/**
 * The step of WARP (Weston, Bengio, Usunier 2011): draws items until one that the user has not taken scores within 1 of the positive;
 * the fewer it took, the worse the positive stands, and the larger is the loss log(items / drawn). Both items take an Adagrad step;
 * the gradient by the user's vector, that is loss x (negative - positive), is written to `slope`, for who made the vector to use.
 * Returns the loss, 0 where no such item was found: `slope` is then not touched.
 */
export function createPairs({ features, embedding, maxSampled, rate, random }: PairOptions): Pair {
  const { vectors, squares, biases, biasSquares, dimensions } = embedding;
  const { offsets, columns, values } = features;
  const items = offsets.length - 1;
  const hasBias = biases.length > 0;
  // Numbers of chance are most of the work of a sample: three shifts in place of the generator's call.
  let state = (random.below(0xffffffff) + 1) | 0;
  const drawItem = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) % items) | 0;
  };

  const scoreOf = (user: Float32Array, item: number) => {
    let score = 0;
    for (let at = offsets[item]!; at < offsets[item + 1]!; at++) {
      const feature = columns[at]!;
      const from = feature * dimensions;
      let a = 0;
      let b = 0;
      let c = 0;
      let e = 0;
      for (let d = 0; d < dimensions; d += 4) {
        a += user[d]! * vectors[from + d]!;
        b += user[d + 1]! * vectors[from + d + 1]!;
        c += user[d + 2]! * vectors[from + d + 2]!;
        e += user[d + 3]! * vectors[from + d + 3]!;
      }
      score += values[at]! * (a + b + (c + e) + (hasBias ? biases[feature]! : 0));
    }
    return score;
  };

  /** A step of every feature of the item along sign x loss x user, and of its bias. */
  const step = (user: Float32Array, item: number, loss: number) => {
    for (let at = offsets[item]!; at < offsets[item + 1]!; at++) {
      const feature = columns[at]!;
      const pull = loss * values[at]!;
      const from = feature * dimensions;
      for (let d = 0; d < dimensions; d++) {
        const slope = pull * user[d]!;
        const sum = squares[from + d]!;
        vectors[from + d]! -= (rate * slope) / Math.sqrt(sum);
        squares[from + d] = sum + slope * slope;
      }
      if (!hasBias) continue;
      biases[feature]! -= (rate * pull) / Math.sqrt(biasSquares[feature]!);
      biasSquares[feature]! += pull * pull;
    }
  };

  const add = (item: number, factor: number, slope: Float32Array) => {
    for (let at = offsets[item]!; at < offsets[item + 1]!; at++) {
      const from = columns[at]! * dimensions;
      const weight = factor * values[at]!;
      for (let d = 0; d < dimensions; d++) slope[d]! += weight * vectors[from + d]!;
    }
  };

  return (user, positive, weight, isTaken, slope) => {
    const floor = scoreOf(user, positive) - 1;
    for (let drawn = 1; drawn <= maxSampled; drawn++) {
      const negative = drawItem();
      if (!(scoreOf(user, negative) > floor) || isTaken(negative)) continue;
      const loss = Math.min(MAX_LOSS, weight * Math.log(Math.max(1, Math.floor((items - 1) / drawn))));
      slope.fill(0);
      add(negative, loss, slope);
      add(positive, -loss, slope);
      step(user, positive, -loss);
      step(user, negative, loss);
      return loss;
    }
    return 0;
  };
}
