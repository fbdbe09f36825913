import { setImmediate } from 'node:timers/promises';
import type { MakeProducts } from '../../kernels/products.ts';
import { createSoftmax } from '../../kernels/softmax.ts';
import { Random } from '../../random.ts';
import type { BagSettings } from '../../settings/bag.ts';
import type { Visits } from '../visits.ts';
import { createBatch } from './batch.ts';
import { exampleVisits, MAX_CONTEXT } from './context.ts';
import { createEmbedding } from './embedding.ts';
import { createLags } from './lags.ts';
import { createSampler } from './sampler.ts';

export interface Bag {
  /** Row-major items x dimensions, each of length 1; zeros for an item that nobody visited. */
  vectors: Float32Array;
  /** What an item counts by its lag. */
  lagWeights: Float32Array;
  /** Mean of -log p(target) over the last tenth of the steps. */
  loss: number;
}

/**
 * Learns directions of items such that the weighted sum of a history's newest points to what comes next, by a softmax over sampled
 * negatives that a batch shares, with the logQ correction (Bengio, Senecal 2008; Yi et al. 2019). The rate falls to 0 over the
 * steps, so there is no best moment to stop at. Undefined where nothing follows anything.
 */
export async function trainBag(
  visits: Visits,
  items: number,
  settings: BagSettings,
  seed: number,
  make: MakeProducts,
  progress: (done: number, total: number) => void,
): Promise<Bag | undefined> {
  const { dimensions, batch: size, negatives } = settings;
  const examples = exampleVisits(visits);
  if (examples.length === 0) return undefined;
  const random = new Random(seed, 'bag');
  const embedding = createEmbedding(items, dimensions, size * (MAX_CONTEXT + 1) + negatives, random);
  const lags = createLags(settings.lags);
  const softmax = createSoftmax(make, size, negatives, dimensions);
  const sampler = createSampler(visits.item, items, settings.negativePower);
  const batch = createBatch({ visits, embedding, lags, softmax, sampler, settings });

  const perEpoch = Math.ceil(examples.length / size);
  const total = Math.max(1, Math.round(Math.min(settings.epochs * perEpoch, settings.examples / size)));
  const tail = Math.ceil(total / 10);
  let next = examples.length;
  let loss = 0;
  let told = 0;
  for (let step = 0; step < total; step++) {
    if (step % 16 === 0) {
      progress(step, total);
      await setImmediate();
    }
    if (next >= examples.length) {
      shuffle(examples, random);
      next = 0;
    }
    const positions = examples.subarray(next, next + size);
    next += size;
    batch.read(positions, random);
    const summed = batch.differentiate();
    if (step >= total - tail) {
      loss += summed;
      told += positions.length;
    }
    const rate = settings.rate * (1 - step / total);
    embedding.take(rate);
    lags.take(rate);
  }
  progress(total, total);
  for (let item = 0; item < items; item++)
    if (sampler.shares[item] === 0) embedding.unit.fill(0, item * dimensions, (item + 1) * dimensions);
  return { vectors: embedding.unit, lagWeights: lags.weights, loss: loss / told };
}

function shuffle(list: Int32Array, random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = list[i]!;
    list[i] = list[j]!;
    list[j] = kept;
  }
}
