import { idealDcg } from '../evaluation/metrics.ts';
import type { RankingRows } from './rows.ts';

/** nDCG at `cutoff` of each group ordered by `scores`, best first, ties to the earlier row, against everything that was taken. */
export function ndcgOfGroups(
  { offsets, labels, taken }: Pick<RankingRows, 'offsets' | 'labels' | 'taken'>,
  scores: ArrayLike<number>,
  cutoff: number,
): Float64Array {
  return Float64Array.from(taken, (count, group) => {
    let dcg = 0;
    const [start, end] = [offsets[group]!, offsets[group + 1]!];
    for (let row = start; row < end; row++) {
      if (!(labels[row]! > 0)) continue;
      let place = 0;
      for (let other = start; other < end && place < cutoff; other++)
        if (scores[other]! > scores[row]! || (scores[other] === scores[row] && other < row)) place++;
      if (place < cutoff) dcg += 1 / Math.log2(place + 2);
    }
    return dcg / idealDcg(Math.min(cutoff, count));
  });
}

/** Mean of `a` less `b`, case by case, and its standard error. */
export function gainOf(a: Float64Array, b: Float64Array): { mean: number; error: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const gain = a[i]! - b[i]!;
    sum += gain;
    squares += gain * gain;
  }
  const mean = a.length > 0 ? sum / a.length : 0;
  const variance = a.length > 1 ? (squares - a.length * mean * mean) / (a.length - 1) : 0;
  return { mean, error: Math.sqrt(Math.max(0, variance) / Math.max(1, a.length)) };
}

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length > 0 ? sum / values.length : 0;
};
