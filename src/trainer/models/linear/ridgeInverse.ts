import { setImmediate } from 'node:timers/promises';
import { fail } from '../../../errors/failAny.ts';
import { type Rows, transpose } from '../../tables/rows.ts';
import { invertPositive } from './invert.ts';
import { shopperWeights } from './itemGram.ts';

/** P = (X^T D X + diag(ridge + denoising))^-1, items by items and symmetric, without its entries being stored. */
export interface RidgeInverse {
  /** P's diagonal. */
  diagonal: Float64Array;
  /** The diagonal that was added to X^T D X. */
  ridges: Float64Array;
  /** P x of a sparse x: one value an item, valid until the next call. */
  times(items: ArrayLike<number>, values: ArrayLike<number>): Float64Array;
}

export interface RidgeOptions {
  items: number;
  /** Ridge of every item, in shoppers of usual length. */
  ridge: number;
  /** Share of a history that is left out while fitting, below 1. */
  dropout: number;
  /** A shopper counts (items / usual number)^-userPower. */
  userPower: number;
  progress(done: number, total: number): void;
}

/** The smaller of items and shoppers that an inverse is made of at most: its time grows with the cube, its memory with the square. */
export const MAX_INVERSE = 3000;

/** @throws CONFIG_INVALID where both sides are too large, naming the family that does without an inverse */
export function checkInvertible(
  byShopper: Pick<Rows, 'offsets'>,
  items: number,
  family: string,
  instead: string,
): void {
  const shoppers = byShopper.offsets.length - 1;
  if (Math.min(items, shoppers) <= MAX_INVERSE) return;
  throw fail(
    'CONFIG_INVALID',
    `models: "${family}" inverts a matrix of ${MAX_INVERSE} rows at most, and there are ${items} items and ${shoppers} shoppers: take "${instead}"`,
  );
}

/**
 * Of the two sides the smaller is inverted: with fewer shoppers than items P = R - R X^T D^1/2 (I + D^1/2 X R X^T D^1/2)^-1 D^1/2 X R,
 * R the inverse of the added diagonal (Woodbury). `byShopper`: distinct items. float64, every sum in one order.
 */
export async function ridgeInverse(byShopper: Rows, options: RidgeOptions): Promise<RidgeInverse> {
  const { items, ridge, dropout, userPower } = options;
  const weights = shopperWeights(byShopper.offsets, userPower);
  const shoppers = weights.length;
  const ridges = new Float64Array(items).fill(ridge);
  for (let s = 0; s < shoppers; s++)
    for (let at = byShopper.offsets[s]!; at < byShopper.offsets[s + 1]!; at++)
      ridges[byShopper.columns[at]!]! += (dropout / (1 - dropout)) * weights[s]!;
  // An item that nobody took has no ridge where none was asked for: any does, as all else of its row is 0.
  for (let item = 0; item < items; item++) if (!(ridges[item]! > 0)) ridges[item] = 1;
  await setImmediate();
  return shoppers < items
    ? byShoppers(byShopper, weights, ridges, options)
    : byItems(byShopper, weights, ridges, options);
}

async function byShoppers(
  { offsets, columns }: Rows,
  weights: Float64Array,
  ridges: Float64Array,
  { items, progress }: RidgeOptions,
): Promise<RidgeInverse> {
  const shoppers = weights.length;
  const byItem = transpose({ offsets, columns, values: new Float32Array(columns.length) }, items);
  const roots = weights.map(Math.sqrt);
  const core = new Float64Array(shoppers * shoppers);
  for (let item = 0; item < items; item++) {
    const [start, end] = [byItem.offsets[item]!, byItem.offsets[item + 1]!];
    for (let p = start; p < end; p++) {
      const a = byItem.columns[p]!;
      for (let q = start; q <= p; q++) {
        const b = byItem.columns[q]!;
        core[a * shoppers + b]! += (roots[a]! * roots[b]!) / ridges[item]!;
      }
    }
  }
  for (let s = 0; s < shoppers; s++) core[s * shoppers + s]! += 1;
  await invertPositive(core, shoppers, progress);
  const diagonal = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    let sum = 0;
    for (let p = byItem.offsets[item]!; p < byItem.offsets[item + 1]!; p++)
      for (let q = byItem.offsets[item]!; q < byItem.offsets[item + 1]!; q++) {
        const [a, b] = [byItem.columns[p]!, byItem.columns[q]!];
        sum += roots[a]! * roots[b]! * core[a * shoppers + b]!;
      }
    diagonal[item] = (1 - sum / ridges[item]!) / ridges[item]!;
  }
  const taken = new Float64Array(shoppers);
  const solved = new Float64Array(shoppers);
  const result = new Float64Array(items);
  return {
    diagonal,
    ridges,
    times(own, values) {
      taken.fill(0);
      solved.fill(0);
      result.fill(0);
      for (let r = 0; r < own.length; r++) {
        const item = own[r]!;
        result[item]! += values[r]! / ridges[item]!;
        for (let p = byItem.offsets[item]!; p < byItem.offsets[item + 1]!; p++)
          taken[byItem.columns[p]!]! += (roots[byItem.columns[p]!]! * values[r]!) / ridges[item]!;
      }
      for (let s = 0; s < shoppers; s++) {
        const value = taken[s]!;
        if (value === 0) continue;
        const row = s * shoppers;
        for (let t = 0; t < shoppers; t++) solved[t]! += value * core[row + t]!;
      }
      for (let s = 0; s < shoppers; s++) {
        const value = roots[s]! * solved[s]!;
        for (let at = offsets[s]!; at < offsets[s + 1]!; at++) {
          const item = columns[at]!;
          result[item]! -= value / ridges[item]!;
        }
      }
      return result;
    },
  };
}

async function byItems(
  { offsets, columns }: Rows,
  weights: Float64Array,
  ridges: Float64Array,
  { items, progress }: RidgeOptions,
): Promise<RidgeInverse> {
  const inverse = new Float64Array(items * items);
  for (let s = 0; s < weights.length; s++)
    for (let p = offsets[s]!; p < offsets[s + 1]!; p++)
      for (let q = offsets[s]!; q < offsets[s + 1]!; q++) inverse[columns[p]! * items + columns[q]!]! += weights[s]!;
  for (let item = 0; item < items; item++) inverse[item * items + item]! += ridges[item]!;
  await invertPositive(inverse, items, progress);
  const result = new Float64Array(items);
  return {
    diagonal: Float64Array.from({ length: items }, (_, item) => inverse[item * items + item]!),
    ridges,
    times(own, values) {
      result.fill(0);
      for (let r = 0; r < own.length; r++) {
        const [row, value] = [own[r]! * items, values[r]!];
        for (let item = 0; item < items; item++) result[item]! += value * inverse[row + item]!;
      }
      return result;
    },
  };
}
