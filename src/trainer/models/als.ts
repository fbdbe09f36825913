import { setImmediate } from 'node:timers/promises';
import type { Solver } from '../../engine/kernels/kernels.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { readProfile } from '../../engine/profile/readProfile.ts';
import { Random } from '../random.ts';
import { type ResolvedAls, resolveAls } from '../settings/als.ts';
import { type Rows, transpose } from '../tables/rows.ts';
import { shopperLog, type Tables } from '../tables/tables.ts';
import { gramMatrix } from './gram.ts';
import type { FitContext, Model } from './model.ts';

/**
 * Implicit ALS: minimises sum_observed w (1 - u.v)^2 + alpha sum_all (u.v)^2 + ridge, the ridge of a row scaled by
 * (observed + alpha x all) (Hu, Koren, Volinsky 2008; Rendle, Krichene, Zhang, Koren 2022). Only the items' side ships:
 * int8 vectors, and alpha x the Gram matrix of those int8 vectors, so that the device's fold-in is the training step.
 */
export const als: Model = {
  name: 'als',
  table: 'factors',
  async fit(tables, context) {
    const { dimensions, alpha, lambda } = resolveAls(context.config.als);
    const byShopper = shopperRows(tables, context);
    const factors = await factorise(byShopper, tables.items, context);
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

async function factorise(byShopper: Rows, items: number, context: FitContext): Promise<Float32Array> {
  const { config, kernels, progress } = context;
  const { dimensions, sweeps } = config.als;
  const shoppers = byShopper.offsets.length - 1;
  const byItem = transpose(byShopper, items);
  const random = new Random(config.seed, 'als');
  const itemFactors = Float32Array.from(
    { length: items * dimensions },
    () => (0.1 * random.normal()) / Math.sqrt(dimensions),
  );
  const shopperFactors = new Float32Array(shoppers * dimensions);
  const solver = kernels.createSolver(dimensions);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    progress('als', sweep, sweeps);
    solveSide(byShopper, itemFactors, shopperFactors, solver, resolveAls(config.als));
    await setImmediate();
    solveSide(byItem, shopperFactors, itemFactors, solver, resolveAls(config.als));
    await setImmediate();
  }
  progress('als', sweeps, sweeps);
  return itemFactors;
}

/** Solves every row of one side against the other side's factors. Rows without entries become zero. */
function solveSide(
  rows: Rows,
  from: Float32Array,
  to: Float32Array,
  solver: Solver,
  { alpha, lambda }: ResolvedAls,
): void {
  const dimensions = to.length / (rows.offsets.length - 1);
  const others = from.length / dimensions;
  const gram = gramMatrix(from, dimensions, alpha);
  const batch = new Float32Array(BATCH * dimensions);
  // One a row and not one an entry: making a view costs more than the copy.
  const views = Array.from({ length: others }, (_, row) => from.subarray(row * dimensions, (row + 1) * dimensions));
  for (let row = 0; row < rows.offsets.length - 1; row++) {
    const start = rows.offsets[row]!;
    const end = rows.offsets[row + 1]!;
    const out = to.subarray(row * dimensions, (row + 1) * dimensions);
    if (start === end) {
      out.fill(0);
      continue;
    }
    solver.begin(gram, lambda * (end - start + alpha * others));
    for (let at = start; at < end; at += BATCH) {
      const count = Math.min(BATCH, end - at);
      for (let r = 0; r < count; r++) batch.set(views[rows.columns[at + r]!]!, r * dimensions);
      const values = rows.values.subarray(at, at + count);
      solver.add(batch, values, values, count);
    }
    solver.solve(out);
  }
}

/** Rows handed to the solver at once; a popular item's row goes in pieces. */
const BATCH = 256;
