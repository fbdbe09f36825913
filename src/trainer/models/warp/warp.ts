import { packVectors } from '../../../engine/kernels/quantise.ts';
import { shopperRows } from '../als.ts';
import type { Model } from '../model.ts';
import { fitByHistory } from './byHistory.ts';
import { representations } from './embedding.ts';
import { itemFeatures } from './features.ts';

/**
 * WARP hybrid factorisation (Weston, Bengio, Usunier 2011; Kula 2015), see byHistory.ts: two int8 tables, the vectors that
 * find items and those that a history is the sum of (encoder `sum`). Items that nobody has taken yet have the vectors of their
 * words. Opt-in (`models.factors: 'warp'`): ALS is faster, and better on ml-latest-small and Online
 * Retail. Folding a history in to WARP's item vectors instead, as ALS does, was behind (nDCG@100 .28 against .32 on ml-latest-small).
 */
export const warp: Model = {
  name: 'warp',
  table: 'factors',
  isOptIn: true,
  bytes: (items, { dimensions }: { dimensions: number }) => 2 * items * (dimensions + 4),
  async fit(tables, context) {
    const { config, progress } = context;
    const { dimensions, epochs, rate, maxSampled, content } = config.warp;
    const { rows: features, columns } = itemFeatures(tables, content);
    const { inputs, outputs } = await fitByHistory({
      histories: shopperRows(tables, context),
      features,
      columns,
      dimensions,
      epochs,
      rate,
      maxSampled,
      seed: config.seed,
      progress: (done, total) => progress('warp', done, total),
    });
    const found = packVectors(representations(outputs, features), dimensions);
    const read = packVectors(representations(inputs, features), dimensions);
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'sum', dimensions, normalise: 0 },
        arrays: { vectors: found.packed, scales: found.scales, inputs: read.packed, inputScales: read.scales },
      },
    ];
  },
};
