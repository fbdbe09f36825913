/** Rows of many cases, scored: those of case c are offsets[c] to offsets[c + 1]. */
export interface ScoredRows {
  offsets: ArrayLike<number>;
  scores: ArrayLike<number>;
  /** Above 0: taken. */
  labels: ArrayLike<number>;
  /** How many candidates each row stands for, where some were drawn from more; absent: 1. */
  weights?: ArrayLike<number> | undefined;
}

/** By case, in [0, 1]; NaN for a case of which nothing was taken. */
export interface PrecisionRecall {
  /** Hits among the first k / k. */
  precision: Float64Array;
  /** Hits among the first k / taken. */
  recall: Float64Array;
}

/**
 * Precision and recall of the k rows of each case that score highest; equal scores in the order of the rows. A row that stands for several
 * takes as many places: what all the candidates would give on average. `taken`: how many items each
 * case took, listed or not; absent: those among its rows.
 */
export function precisionRecallAt(
  { offsets, scores, labels, weights }: ScoredRows,
  k: number,
  taken?: ArrayLike<number>,
): PrecisionRecall {
  const cases = Math.max(0, offsets.length - 1);
  const precision = new Float64Array(cases).fill(Number.NaN);
  const recall = new Float64Array(cases).fill(Number.NaN);
  for (let one = 0; one < cases; one++) {
    const [start, end] = [offsets[one]!, offsets[one + 1]!];
    let own = 0;
    let hits = 0;
    for (let row = start; row < end; row++) {
      if (!(labels[row]! > 0)) continue;
      own++;
      // The few that were taken are placed by counting what stands before them: no row has to be sorted.
      let place = 0;
      for (let other = start; other < end && place < k; other++)
        if (scores[other]! > scores[row]! || (other < row && scores[other] === scores[row]))
          place += weights ? weights[other]! : 1;
      if (place < k) hits++;
    }
    const all = taken ? taken[one]! : own;
    if (all === 0) continue;
    precision[one] = hits / k;
    recall[one] = hits / all;
  }
  return { precision, recall };
}
