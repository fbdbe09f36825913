import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { readProfile } from '../../engine/profile/readProfile.ts';
import { Random } from '../random.ts';
import { resolveAls } from '../settings/als.ts';
import type { Rows } from '../tables/rows.ts';
import { shopperLog, type Tables } from '../tables/tables.ts';
import { factorise } from './factorise.ts';
import { gramMatrix } from './gram.ts';
import type { FitContext, Model } from './model.ts';

/**
 * What a shop needs hangs on how dense its log is: a wholesaler's customers with hundreds of items each want much more weight on what they
 * did not buy than visitors of places with a dozen.
 */
const TRIALS = [
  { alpha: 0.3, lambda: 0.01 },
  { alpha: 0.03, lambda: 0.003 },
  { alpha: 0.1, lambda: 0.01 },
  { alpha: 0.01, lambda: 0.003 },
  { alpha: 1, lambda: 0.01 },
];

/**
 * Implicit ALS: minimises sum_observed w (1 - u.v)^2 + alpha sum_all (u.v)^2 + ridge, the ridge of a row scaled by
 * (observed + alpha x all) (Hu, Koren, Volinsky 2008; Rendle, Krichene, Zhang, Koren 2022; solved by conjugate gradients after
 * Takács, Pilászy, Tikk 2011, or exactly). Only the items' side ships: int8 vectors, and alpha x the Gram matrix of those int8
 * vectors, so that the device's fold-in, which is exact, is the training step.
 */
export const als: Model = {
  name: 'als',
  table: 'factors',
  trials: () => TRIALS,
  bytes: (items, { dimensions }: { dimensions: number }) => items * (dimensions + 4) + 4 * dimensions ** 2,
  // Their order is clear long before the factors have settled.
  sketch: ({ dimensions }: { dimensions: number }) => ({ sweeps: 3, dimensions: Math.min(dimensions, 32) }),
  async fit(tables, context) {
    const { solver, steps, ...settings } = resolveAls(context.config.als);
    const { dimensions, alpha, lambda } = settings;
    const factors = await factorise(shopperRows(tables, context), {
      ...settings,
      items: tables.items,
      steps: solver === 'cg' ? steps : 0,
      random: new Random(context.config.seed, 'als'),
      progress: (done, total) => context.progress('als', done, total),
    });
    const { packed, scales } = packVectors(factors, dimensions);
    const shipped = unpackVectors(packed, scales, dimensions);
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'als', dimensions, alpha, lambda },
        arrays: { gram: gramMatrix(shipped, dimensions, alpha), scales, vectors: packed },
      },
    ];
  },
};

const known = new WeakMap<Tables, Rows>();

/** Every shopper's distinct items and weights, read from the log by the device's own code. Tables are read by one config alone. */
export function shopperRows(tables: Tables, { serving }: FitContext): Rows {
  let rows = known.get(tables);
  if (!rows) {
    rows = readRows(tables, serving);
    known.set(tables, rows);
  }
  return rows;
}

function readRows(tables: Tables, serving: FitContext['serving']): Rows {
  const offsets = new Int32Array(tables.shoppers + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const profile = readProfile(shopperLog(tables, shopper), serving);
    const order = Array.from(profile.items, (_, r) => r).sort((a, b) => profile.items[a]! - profile.items[b]!);
    for (const r of order) {
      columns.push(profile.items[r]!);
      values.push(profile.weights[r]!);
    }
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}
