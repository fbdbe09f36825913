import type { Softmax } from '../../kernels/softmax.ts';
import type { Random } from '../../random.ts';
import type { BagSettings } from '../../settings/bag.ts';
import type { Visits } from '../visits.ts';
import { type Context, createContext, readContext } from './context.ts';
import type { Embedding } from './embedding.ts';
import type { Lags } from './lags.ts';
import type { Sampler } from './sampler.ts';

/** What a batch of examples goes through. */
export interface Batch {
  /** Reads the examples, makes their user vectors, and draws the negatives that they share. */
  read(positions: Int32Array, random: Random): void;
  /** Adds the gradients of -log p(target) to the embedding's and the lags'; returns the sum of -log p over the examples. */
  differentiate(): number;
}

export interface BatchParts {
  visits: Visits;
  embedding: Embedding;
  lags: Lags;
  softmax: Softmax;
  sampler: Sampler;
  settings: Pick<BagSettings, 'temperature' | 'dropout'>;
}

export function createBatch({ visits, embedding, lags, softmax, sampler, settings }: BatchParts): Batch {
  const { temperature, dropout } = settings;
  const { unit, gradients, dimensions } = embedding;
  const { batch, candidates: negatives, users, items: candidates, bias, sums, userGradients, itemGradients } = softmax;
  const contexts = Array.from({ length: batch }, createContext);
  const targets = new Int32Array(batch);
  /** Length of each user's sum; 0 for a place without an example. */
  const norms = new Float32Array(batch);
  const factors = new Float32Array(batch);
  const pulls = new Float32Array(batch);
  const drawn = new Int32Array(negatives);
  const placesOfDrawn = new Map<number, number[]>();
  let count = 0;

  const encode = (b: number, context: Context) => {
    const to = b * dimensions;
    for (let i = 0; i < context.length; i++) {
      const weight = lags.weights[context.lags[i]!]!;
      const from = context.items[i]! * dimensions;
      for (let d = 0; d < dimensions; d++) users[to + d] = users[to + d]! + weight * unit[from + d]!;
    }
    let squares = 0;
    for (let d = to; d < to + dimensions; d++) squares += users[d]! * users[d]!;
    const norm = Math.sqrt(squares);
    norms[b] = norm;
    if (norm > 0) for (let d = to; d < to + dimensions; d++) users[d] = users[d]! / norm;
  };
  const draw = (random: Random) => {
    placesOfDrawn.clear();
    for (let j = 0; j < negatives; j++) {
      const item = sampler.draw(random);
      drawn[j] = item;
      const places = placesOfDrawn.get(item);
      if (places) places.push(j);
      else placesOfDrawn.set(item, [j]);
      bias[j] = -Math.log(negatives * sampler.shares[item]!);
      const from = item * dimensions;
      for (let d = 0; d < dimensions; d++) candidates[j * dimensions + d] = unit[from + d]!;
    }
  };
  /** Of one example: what the softmax's gradients count, and how hard the target pulls; returns -log p(target). */
  const weighTarget = (b: number) => {
    for (const j of placesOfDrawn.get(targets[b]!) ?? []) softmax.leaveOut(b, j);
    const target = targets[b]! * dimensions;
    let dot = 0;
    for (let d = 0; d < dimensions; d++) dot += users[b * dimensions + d]! * unit[target + d]!;
    const own = Math.exp(dot / temperature);
    const all = own + Math.max(0, sums[b]!);
    factors[b] = 1 / (all * temperature);
    pulls[b] = (own / all - 1) / temperature;
    return Math.log(all / own);
  };
  const passBack = (b: number) => {
    const at = b * dimensions;
    const target = targets[b]! * dimensions;
    const pull = pulls[b]!;
    const toTarget = embedding.addressOf(targets[b]!);
    let along = 0;
    for (let d = 0; d < dimensions; d++) {
      gradients[toTarget + d] = gradients[toTarget + d]! + pull * users[at + d]!;
      const gradient = userGradients[at + d]! + pull * unit[target + d]!;
      userGradients[at + d] = gradient;
      along += gradient * users[at + d]!;
    }
    // Through the division by the length: what lies along the vector changes nothing.
    for (let d = at; d < at + dimensions; d++) userGradients[d] = (userGradients[d]! - along * users[d]!) / norms[b]!;
    const context = contexts[b]!;
    for (let i = 0; i < context.length; i++) {
      const lag = context.lags[i]!;
      const weight = lags.weights[lag]!;
      const from = context.items[i]! * dimensions;
      const to = embedding.addressOf(context.items[i]!);
      let dot = 0;
      for (let d = 0; d < dimensions; d++) {
        dot += userGradients[at + d]! * unit[from + d]!;
        gradients[to + d] = gradients[to + d]! + weight * userGradients[at + d]!;
      }
      lags.gradients[lag] = lags.gradients[lag]! + dot;
    }
  };

  return {
    read(positions, random) {
      count = positions.length;
      users.fill(0);
      norms.fill(0);
      positions.forEach((position, b) => {
        const context = contexts[b]!;
        targets[b] = visits.item[position]!;
        readContext(visits, position, lags.weights.length, context);
        drop(context, dropout, random);
        encode(b, context);
      });
      draw(random);
    },
    differentiate() {
      softmax.weigh(1 / temperature);
      factors.fill(0);
      let loss = 0;
      for (let b = 0; b < count; b++) if (norms[b]! > 0) loss += weighTarget(b);
      softmax.differentiate(factors);
      for (let b = 0; b < count; b++) if (norms[b]! > 0) passBack(b);
      for (let j = 0; j < negatives; j++) {
        const to = embedding.addressOf(drawn[j]!);
        for (let d = 0; d < dimensions; d++)
          gradients[to + d] = gradients[to + d]! + itemGradients[j * dimensions + d]!;
      }
      return loss;
    },
  };
}

/** Goes without some items, but not without the last that is left. */
function drop(context: Context, dropout: number, random: Random): void {
  if (dropout === 0 || context.length < 2) return;
  let kept = 0;
  for (let i = 0; i < context.length; i++) {
    if (random.chance(dropout) && (kept > 0 || i + 1 < context.length)) continue;
    context.items[kept] = context.items[i]!;
    context.lags[kept++] = context.lags[i]!;
  }
  context.length = kept;
}
