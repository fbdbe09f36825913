import { fail } from '../../../errors/fail.ts';
import { paramOf } from '../../bundle/section.ts';
import type { CreateEncoder } from '../encoder.ts';

/** Rated items handed to the solver at once. */
const BATCH = 256;

/**
 * Biased matrix factorisation of ratings (Koren, Bell, Volinsky 2009), folded in: an item's vector is [q, b, 0 ...], with q of
 * `rank` numbers and b its bias, and a shopper's is [p, 1, 0 ...], so that their product plus `mean` is the predicted rating. Over the n
 * items that the shopper rated and training saw, p solves (sum q q^T + lambda n I) p = sum q (rating - mean - b).
 * No vector for a shopper who rated nothing.
 */
export const createRatings: CreateEncoder = (section, _, kernels, readVector) => {
  const dimensions = paramOf(section, 'dimensions');
  const rank = paramOf(section, 'rank');
  const mean = paramOf(section, 'mean');
  const lambda = paramOf(section, 'lambda');
  if (!(Number.isInteger(rank) && rank > 0 && rank < dimensions))
    throw fail('BUNDLE_LAYOUT', 'section "factors", parameter "rank"');
  // The solver takes widths of 4; columns of zeros come out as zeros.
  const width = Math.ceil(rank / 4) * 4;
  const solver = kernels.createSolver(width);
  const none = new Float32Array(width * width);
  const rows = new Float32Array(BATCH * width);
  const ones = new Float32Array(BATCH).fill(1);
  const targets = new Float32Array(BATCH);
  const vector = new Float32Array(dimensions);

  return ({ items, ratings }) => {
    const rated: number[] = [];
    for (let r = 0; r < items.length; r++) {
      if (!Number.isFinite(ratings[r]!)) continue;
      readVector(items[r]!, vector, 0);
      if (vector.some((value) => value !== 0)) rated.push(r);
    }
    if (rated.length === 0) return undefined;
    solver.begin(none, lambda * rated.length);
    for (let first = 0; first < rated.length; first += BATCH) {
      const count = Math.min(BATCH, rated.length - first);
      for (let row = 0; row < count; row++) {
        const r = rated[first + row]!;
        readVector(items[r]!, vector, 0);
        rows.set(vector.subarray(0, width), row * width);
        rows.fill(0, row * width + rank, (row + 1) * width);
        targets[row] = ratings[r]! - mean - vector[rank]!;
      }
      solver.add(rows, ones, targets, count);
    }
    const user = new Float32Array(dimensions);
    solver.solve(user.subarray(0, width));
    user[rank] = 1;
    return user;
  };
};
