import { type Steps, totals } from './sweep.ts';

/** Rows of neighbouring scores. */
export interface Bin {
  rows: number;
  /** Mean score. */
  score: number;
  /** Share that was taken. */
  rate: number;
}

/**
 * Bins of equally many rows, highest scores first; fewer where there are fewer rows. Where a step lies across an end, each bin gets its
 * share of it, taken rows alike: what an order among equals would give on average.
 */
export function equalCountBins({ scores, rows, taken }: Steps, count: number): Bin[] {
  const all = totals({ rows, taken }).rows;
  const size = all / Math.min(count, all);
  const bins: Bin[] = [];
  let step = 0;
  // Of the step at hand, what former bins have.
  let used = 0;
  while (step < scores.length) {
    const last = bins.length === Math.min(count, all) - 1;
    const bin = { rows: 0, score: 0, taken: 0 };
    while (step < scores.length && (last || bin.rows < size - 1e-9 * all)) {
      const stepRows = rows[step]! - (step > 0 ? rows[step - 1]! : 0);
      const stepTaken = taken[step]! - (step > 0 ? taken[step - 1]! : 0);
      const part = last ? stepRows - used : Math.min(stepRows - used, size - bin.rows);
      bin.rows += part;
      bin.score += part * scores[step]!;
      bin.taken += (part * stepTaken) / stepRows;
      used += part;
      if (used >= stepRows - 1e-9 * all) {
        step++;
        used = 0;
      }
    }
    bins.push({ rows: bin.rows, score: bin.score / bin.rows, rate: bin.taken / bin.rows });
  }
  return bins;
}

/** Bins of a reliability plot where nobody says. */
const BINS = 20;

/** How far probabilities are from what became of them. */
export interface Reliability {
  bins: Bin[];
  /** Expected calibration error: the mean distance of a bin's rate from its score, by rows (Naeini, Cooper, Hauskrecht 2015), in [0, 1]. */
  ece: number;
}

export function reliabilityOf(steps: Steps, count = BINS): Reliability {
  const bins = equalCountBins(steps, count);
  const all = totals(steps).rows;
  const ece = bins.reduce((sum, { rows, score, rate }) => sum + (rows / all) * Math.abs(rate - score), 0);
  return { bins, ece };
}

/** One tenth of the rows by score: how much more often they were taken than a row is on average. */
export interface Decile extends Bin {
  /** rate / mean rate; 1 where nothing was taken. */
  lift: number;
}

/** Simulated lift: what showing the rows of each tenth of the scores, highest first, would have given over showing any. */
export function liftByDecile(steps: Steps): Decile[] {
  const all = totals(steps);
  const mean = all.taken / all.rows;
  return equalCountBins(steps, 10).map((bin) => ({ ...bin, lift: mean > 0 ? bin.rate / mean : 1 }));
}
