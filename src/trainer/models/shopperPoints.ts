import { RFM, rfmOf } from '../../engine/candidates/rfm.ts';
import { readProfile } from '../../engine/profile/readProfile.ts';
import type { Rows } from '../tables/rows.ts';
import { shopperLog, type Tables } from '../tables/tables.ts';
import type { FitContext } from './model.ts';

/**
 * Recency, frequency and monetary value of every shopper as of the log's end: (value - mean) x scale, shoppers x RFM. A deviation is `weight` long; a
 * feature that all share, and recency in a log without a clock, has scale 0.
 */
export function standardisedRfm(tables: Tables, { serving }: FitContext, weight: number) {
  const { shoppers, catalogue, to, hasTimes } = tables;
  const points = new Float64Array(shoppers * RFM);
  for (let shopper = 0; shopper < shoppers; shopper++)
    points.set(
      rfmOf({ ...readProfile(shopperLog(tables, shopper), serving), now: to }, catalogue.price),
      shopper * RFM,
    );
  const means = new Float32Array(RFM);
  const scales = new Float32Array(RFM);
  for (let k = 0; k < RFM; k++) {
    const values = points.filter((_, at) => at % RFM === k);
    const mean = values.reduce((sum, value) => sum + value, 0) / shoppers;
    const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / shoppers;
    means[k] = mean;
    if (variance > 1e-12 && (k > 0 || hasTimes)) scales[k] = weight / Math.sqrt(variance);
  }
  return { points: points.map((value, at) => (value - means[at % RFM]!) * scales[at % RFM]!), means, scales };
}

/** The shares with RFM more columns behind the categories. */
export function withRfm(shares: Rows, points: Float64Array, categories: number): Rows {
  const columns: number[] = [];
  const values: number[] = [];
  const offsets = new Int32Array(shares.offsets.length);
  for (let shopper = 0; shopper < offsets.length - 1; shopper++) {
    for (let at = shares.offsets[shopper]!; at < shares.offsets[shopper + 1]!; at++) {
      columns.push(shares.columns[at]!);
      values.push(shares.values[at]!);
    }
    for (let k = 0; k < RFM; k++) {
      columns.push(categories + k);
      values.push(points[shopper * RFM + k]!);
    }
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/** Share of each shopper's weight per category; rows sum to 1. */
export function categoryShares(bought: Rows, codes: Uint16Array, categories: number): Rows {
  const offsets = new Int32Array(bought.offsets.length);
  const columns: number[] = [];
  const values: number[] = [];
  const sums = new Float64Array(categories);
  for (let shopper = 0; shopper < offsets.length - 1; shopper++) {
    const touched: number[] = [];
    let total = 0;
    for (let at = bought.offsets[shopper]!; at < bought.offsets[shopper + 1]!; at++) {
      const code = codes[bought.columns[at]!]!;
      if (sums[code] === 0) touched.push(code);
      sums[code]! += bought.values[at]!;
      total += bought.values[at]!;
    }
    for (const code of touched.sort((a, b) => a - b)) {
      columns.push(code);
      values.push(sums[code]! / total);
      sums[code] = 0;
    }
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}
