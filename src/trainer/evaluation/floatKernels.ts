import type { SparseRow } from '../../engine/bundle/rows.ts';
import { createBitmap } from '../../engine/candidates/bitmap.ts';
import { topK } from '../../engine/candidates/topK.ts';
import type { RowSummer, Scanner } from '../../engine/kernels/kernels.ts';

/** Scans float rows (items x dimensions) as a kernel scans int8. Ranges are not known to it: it looks at all. */
export function floatScanner(rows: Float32Array, items: number, dimensions: number): Scanner {
  const all = new Float32Array(items);
  const dot = (query: ArrayLike<number>, item: number) => {
    let sum = 0;
    for (let d = 0, at = item * dimensions; d < dimensions; d++, at++) sum += rows[at]! * query[d]!;
    return sum;
  };
  const scoreAll = (query: ArrayLike<number>, scale: number) => {
    for (let item = 0; item < items; item++) all[item] = dot(query, item) * scale;
    return all;
  };
  return {
    scores: scoreAll,
    search(query, k, { allowed = createBitmap(items, true) } = {}) {
      const scores = scoreAll(query, 1);
      const found = Int32Array.from(topK(scores, k, allowed));
      return { items: found, scores: Float32Array.from(found, (item) => scores[item]!) };
    },
    scoresOf: (query, asked) => Float32Array.from(asked, (item) => (item >= 0 && item < items ? dot(query, item) : 0)),
  };
}

/** Sums float rows as a kernel sums 8-bit ones. */
export function floatSummer(rows: readonly SparseRow[], items: number): RowSummer {
  const sums = new Float64Array(items);
  let named: number[] = [];
  return {
    accumulate(rowItems, weights) {
      for (const item of named) sums[item] = 0;
      const seen = new Set<number>();
      rowItems.forEach((rowItem, r) => {
        rows[rowItem]?.targets.forEach((target, i) => {
          seen.add(target);
          sums[target]! += weights[r]! * rows[rowItem]!.strengths[i]!;
        });
      });
      named = [...seen];
      return { items: Int32Array.from(named), sums };
    },
  };
}
