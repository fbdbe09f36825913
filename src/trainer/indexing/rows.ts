import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { Random } from '../random.ts';

/** `euclidean`: rows go to the nearest centroid. `direction`: to the one at the smallest angle, whatever their lengths. */
export type Metric = 'euclidean' | 'direction';

/** What one run of k-means is over. */
export interface Level {
  rows: Rows;
  kernels: Kernels;
  sweeps: number;
  random: Random;
}

/** Float rows beside their int8 form, in the metric of a clustering. */
export interface Rows {
  count: number;
  dimensions: number;
  metric: Metric;
  floats: Float32Array;
  /** What a row's floats are multiplied by: 1, or one over its length where only the direction counts. */
  weights: Float32Array;
  /** The rows as int8 queries, count x dimensions, and their scales, weights included. */
  queries: Int8Array;
  scales: Float32Array;
}

/** Zero rows and rows with NaN or infinities have no place among clusters. */
export function isClusterable(floats: Float32Array, at: number, dimensions: number): boolean {
  let sum = 0;
  for (let i = at; i < at + dimensions; i++) sum += floats[i]! * floats[i]!;
  return sum > 0 && sum < Number.POSITIVE_INFINITY;
}

export function quantiseRows(floats: Float32Array, dimensions: number, metric: Metric): Rows {
  const count = floats.length / dimensions;
  const queries = new Int8Array(floats.length);
  const scales = new Float32Array(count);
  const weights = new Float32Array(count).fill(1);
  for (let row = 0; row < count; row++) {
    const first = row * dimensions;
    const end = first + dimensions;
    let max = 0;
    let sum = 0;
    for (let i = first; i < end; i++) {
      max = Math.max(max, Math.abs(floats[i]!));
      sum += floats[i]! * floats[i]!;
    }
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) continue;
    if (metric === 'direction') weights[row] = 1 / Math.sqrt(sum);
    scales[row] = (max / 127) * weights[row]!;
    for (let i = first; i < end; i++) queries[i] = Math.round((floats[i]! * 127) / max);
  }
  return { count, dimensions, metric, floats, weights, queries, scales };
}

/** The weighted mean row of each of k clusters, and how many members it has; an empty cluster's mean is zeros. */
export function meansOf(
  { floats, weights, dimensions }: Rows,
  members: Uint32Array,
  assignment: Uint32Array,
  k: number,
): { means: Float32Array; sizes: Float64Array } {
  const sums = new Float64Array(k * dimensions);
  const sizes = new Float64Array(k);
  for (const row of members) {
    const cluster = assignment[row]!;
    const weight = weights[row]!;
    sizes[cluster]!++;
    for (let i = 0, at = cluster * dimensions, from = row * dimensions; i < dimensions; i++)
      sums[at + i]! += weight * floats[from + i]!;
  }
  const means = new Float32Array(k * dimensions);
  for (let at = 0; at < means.length; at++) means[at] = sums[at]! / Math.max(1, sizes[Math.floor(at / dimensions)]!);
  return { means, sizes };
}
