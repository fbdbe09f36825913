import { packVectors } from '../../../engine/kernels/quantise.ts';
import { loadProducts } from '../../kernels/softmax.ts';
import type { BagSettings } from '../../settings/bag.ts';
import type { Tables } from '../../tables/tables.ts';
import type { Model } from '../model.ts';
import { readVisits } from '../visits.ts';
import { trainBag } from './train.ts';

/** Epochs of a first look: which settings lead shows early. */
const SKETCH_EPOCHS = 3;

/** Visits to a step above which histories are baskets, within which there is no order to learn. */
const BASKETS = 2;

/**
 * The bag embedding: a two-tower model whose user tower is the weighted sum of the newest items' own vectors, one weight a lag, everything of
 * length 1 (one table for both sides; cf. Yi et al. 2019 for the sampled softmax). It reads order, and ships as the encoder `sum` with
 * `lagWeights`. Nothing where no shopper goes on from anything.
 */
export const bag: Model = {
  name: 'bag',
  table: 'factors',
  readsOrder: true,
  bytes: (items, { dimensions }: BagSettings) => items * (dimensions + 4),
  sketch: ({ epochs }: BagSettings) => ({ epochs: Math.min(epochs, SKETCH_EPOCHS) }),
  trials: (tables) => (visitsPerStep(tables) < BASKETS ? [{}] : []),
  async fit(tables, { config, progress }) {
    const visits = readVisits(tables);
    const make = await loadProducts();
    const trained = await trainBag(visits, tables.items, config.bag, config.seed, make, (done, total) =>
      progress('bag', done, total),
    );
    if (!trained) return [];
    const { dimensions } = config.bag;
    const { packed, scales } = packVectors(trained.vectors, dimensions);
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'sum', dimensions, normalise: 1 },
        arrays: { lagWeights: trained.lagWeights, scales, vectors: packed },
      },
    ];
  },
};

function visitsPerStep(tables: Tables): number {
  const { offsets, step } = readVisits(tables);
  let steps = 0;
  for (let shopper = 0; shopper < tables.shoppers; shopper++) steps += step[offsets[shopper + 1]! - 1]! + 1;
  return step.length / steps;
}
