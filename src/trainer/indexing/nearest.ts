import type { Kernels, Scanner } from '../../engine/kernels/kernels.ts';
import { packVectors } from '../../engine/kernels/quantise.ts';
import type { Rows } from './rows.ts';

/** Finds the nearest of k centroids by int8 scans. */
export interface Nearest {
  /** The centroid nearest to a row among those that `may` admits (absent: all), ties to the lower. */
  of(row: number, may?: (centroid: number) => boolean): number;
  /** How close the last answer of `of` was, more is closer: comparable between sets of centroids for one row. */
  readonly closeness: number;
  /** The `n` nearest, best first. */
  some(row: number, n: number): Uint32Array;
}

export function createNearest(rows: Rows, kernels: Kernels, centroids: Float32Array): Nearest {
  const { dimensions, queries, scales } = rows;
  const k = centroids.length / dimensions;
  const isDirection = rows.metric === 'direction';
  const lengths = squaredLengths(centroids, dimensions);
  const packed = packVectors(centroids, dimensions);
  // Half the squared length: |x - c|^2 / 2 = |x|^2 / 2 - (x.c - |c|^2 / 2), and |x| is the same for every c.
  const halves = lengths.map((length) => (isDirection ? 0 : length / 2));
  if (isDirection) for (let c = 0; c < k; c++) packed.scales[c]! /= Math.sqrt(lengths[c]!) || 1;
  const scanner: Scanner = kernels.createScanner({ ...packed, items: k, dimensions });
  const scan = (row: number) =>
    scanner.scores(queries.subarray(row * dimensions, (row + 1) * dimensions), scales[row]!);
  let closeness = 0;

  return {
    get closeness() {
      return closeness;
    },
    of(row, may) {
      const scores = scan(row);
      let best = 0;
      closeness = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const value = scores[c]! - halves[c]!;
        if (value > closeness && (!may || may(c))) {
          closeness = value;
          best = c;
        }
      }
      return best;
    },
    some(row, n) {
      const scores = scan(row);
      const best = new Uint32Array(Math.min(n, k));
      const values = new Float64Array(best.length).fill(Number.NEGATIVE_INFINITY);
      const last = best.length - 1;
      for (let c = 0; c < k; c++) {
        const value = scores[c]! - halves[c]!;
        if (!(value > values[last]!)) continue;
        let at = last;
        for (; at > 0 && values[at - 1]! < value; at--) {
          values[at] = values[at - 1]!;
          best[at] = best[at - 1]!;
        }
        values[at] = value;
        best[at] = c;
      }
      return best;
    },
  };
}

function squaredLengths(rows: Float32Array, dimensions: number): Float64Array {
  const lengths = new Float64Array(rows.length / dimensions);
  for (let at = 0; at < rows.length; at++) lengths[Math.floor(at / dimensions)]! += rows[at]! * rows[at]!;
  return lengths;
}
