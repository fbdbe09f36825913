import { setImmediate } from 'node:timers/promises';
import type { Kernels } from '../../../engine/kernels/kernels.ts';
import type { Random } from '../../random.ts';
import { type Rows, transpose } from '../../tables/rows.ts';

export interface RatingOptions {
  /** Dimensions of taste. */
  rank: number;
  sweeps: number;
  /** Ridge per rating of a row. */
  lambda: number;
  kernels: Kernels;
  random: Random;
  progress(done: number, total: number): void;
}

export interface RatingFactors {
  /** Mean of all ratings. */
  mean: number;
  /** Numbers of an item's vector before its bias: `USER_BIAS`, then taste. */
  rank: number;
  /** A multiple of 16 above `rank`. */
  dimensions: number;
  /** Items x dimensions: [USER_BIAS, q, b, 0 ...]; zeros for an item without a rating. */
  vectors: Float32Array;
}

/**
 * The first number of every item's vector, so that a user's first number is a bias of the user's own: a rating is mean + b_item +
 * USER_BIAS p_0 + the rest of p.q. Smaller than 1 it leaves int8 more steps for the rest, and is held closer to 0 by the ridge.
 */
export const USER_BIAS = 0.5;

/** Ratings at their item's mean that an item is credited with: what few rated is near the middle. */
const ITEM_DOUBT = 8;

/** Rows handed to the solver at once. */
const BATCH = 256;

/** Steps of a row's solution between two pauses. */
const PAUSE_ROWS = 4096;

/**
 * Biased matrix factorisation of ratings by alternating least squares (Koren, Bell, Volinsky 2009; the ridge by the number of ratings
 * after Zhou et al. 2008): a user's p solves (sum q q^T + lambda n I) p = sum q (r - mean - b), exactly as the device folds in (encoder `mf`);
 * an item's [q, b] the same against [p, 1], with lambda (n + 8), for its vector is held on to. Deterministic.
 */
export async function factoriseRatings(
  byUser: Rows,
  items: number,
  { rank: tastes, sweeps, lambda, kernels, random, progress }: RatingOptions,
): Promise<RatingFactors> {
  const rank = 1 + tastes;
  const dimensions = Math.ceil((rank + 1) / 16) * 16;
  const byItem = transpose(byUser, items);
  let mean = 0;
  for (const rating of byUser.values) mean += rating;
  mean /= Math.max(1, byUser.values.length);
  const users = byUser.offsets.length - 1;
  const vectors = Float32Array.from({ length: items * dimensions }, (_, at) =>
    at % dimensions > 0 && at % dimensions < rank ? (0.3 * random.normal()) / Math.sqrt(tastes) : 0,
  );
  for (let item = 0; item < items; item++)
    if (byItem.offsets[item + 1]! > byItem.offsets[item]!) vectors[item * dimensions] = USER_BIAS;
    else vectors.fill(0, item * dimensions, (item + 1) * dimensions);
  const tasteOfUsers = new Float32Array(users * dimensions);
  // The solver takes widths of 4; columns of zeros come out as zeros.
  const solveUser = createRowSolver(kernels, Math.ceil(rank / 4) * 4);
  const solveItem = createRowSolver(kernels, Math.ceil(rank / 4) * 4);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    progress(sweep, sweeps);
    for (let user = 0; user < users; user++) {
      if (user % PAUSE_ROWS === 0) await setImmediate();
      solveUser(byUser, user, lambda * sizeOf(byUser, user), (item, rating, row) => {
        for (let d = 0; d < rank; d++) row[d] = vectors[item * dimensions + d]!;
        return rating - mean - vectors[item * dimensions + rank]!;
      }).forEach((value, d) => {
        if (d < rank) tasteOfUsers[user * dimensions + d] = value;
      });
    }
    for (let item = 0; item < items; item++) {
      if (item % PAUSE_ROWS === 0) await setImmediate();
      if (sizeOf(byItem, item) === 0) continue;
      // Of [p_0, p, 1] the first is not the item's to weigh: its place in the system is the bias's.
      solveItem(byItem, item, lambda * (sizeOf(byItem, item) + ITEM_DOUBT), (user, rating, row) => {
        for (let d = 1; d < rank; d++) row[d] = tasteOfUsers[user * dimensions + d]!;
        row[0] = 1;
        return rating - mean - USER_BIAS * tasteOfUsers[user * dimensions]!;
      }).forEach((value, d) => {
        if (d < rank) vectors[item * dimensions + (d === 0 ? rank : d)] = value;
      });
    }
  }
  progress(sweeps, sweeps);
  return { mean, rank, dimensions, vectors };
}

const sizeOf = ({ offsets }: Rows, row: number) => offsets[row + 1]! - offsets[row]!;

/** Solves one row's ridge regression; `read` writes the regressors of an entry and gives its target. The answer is reused. */
function createRowSolver(kernels: Kernels, width: number) {
  const solver = kernels.createSolver(width);
  const none = new Float32Array(width * width);
  const regressors = new Float32Array(BATCH * width);
  const views = Array.from({ length: BATCH }, (_, r) => regressors.subarray(r * width, (r + 1) * width));
  const ones = new Float32Array(BATCH).fill(1);
  const targets = new Float32Array(BATCH);
  const solution = new Float32Array(width);
  return (
    { offsets, columns, values }: Rows,
    row: number,
    ridge: number,
    read: (column: number, rating: number, regressors: Float32Array) => number,
  ): Float32Array => {
    solver.begin(none, ridge);
    const end = offsets[row + 1]!;
    for (let first = offsets[row]!; first < end; first += BATCH) {
      const count = Math.min(BATCH, end - first);
      for (let r = 0; r < count; r++) targets[r] = read(columns[first + r]!, values[first + r]!, views[r]!);
      solver.add(regressors, ones, targets, count);
    }
    solver.solve(solution);
    return solution;
  };
}
