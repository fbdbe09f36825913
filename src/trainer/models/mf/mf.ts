import { packVectors } from '../../../engine/kernels/quantise.ts';
import { Random } from '../../random.ts';
import type { Model } from '../model.ts';
import { factoriseRatings } from './factorise.ts';
import { ratingRows } from './ratingRows.ts';

/**
 * Biased matrix factorisation of ratings (Koren, Bell, Volinsky 2009), see factorise.ts: int8 item vectors with their biases, from which
 * the device foresees ratings (encoder `mf`; predict.ts). Made for logs whose interactions have a value, high and low ones alike (`--min-rating 0`):
 * what is rated high is not what is taken next, and as a list it is worth next to nothing (nDCG@100 .002 on ml-latest-small, ALS .34). Opt-in (`models.factors: 'mf'`).
 * No section where nothing is rated.
 */
export const mf: Model = {
  name: 'mf',
  table: 'factors',
  isOptIn: true,
  bytes: (items, { rank }: { rank: number }) => items * (16 * Math.ceil((rank + 2) / 16) + 4),
  async fit(tables, { config, kernels, progress }) {
    const byUser = ratingRows(tables);
    if (byUser.columns.length === 0) return [];
    const { mean, rank, dimensions, vectors } = await factoriseRatings(byUser, tables.items, {
      ...config.mf,
      kernels,
      random: new Random(config.seed, 'mf'),
      progress: (done, total) => progress('mf', done, total),
    });
    const { packed, scales } = packVectors(vectors, dimensions);
    const { lambda } = config.mf;
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'mf', dimensions, rank, mean, lambda },
        arrays: { scales, vectors: packed },
      },
    ];
  },
};
