import { type Steps, totals } from './sweep.ts';

/** Rows by what a threshold says of them and what became of them: a score of at least `threshold` says "taken". */
export interface Confusion {
  threshold: number;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  /** Of what the threshold lets through, the share that was taken; 0 where it lets nothing through. */
  precision: number;
  /** Of what was taken, the share that it lets through; 0 where nothing was taken. */
  recall: number;
  /** Harmonic mean of the two. */
  f1: number;
}

export function confusionAt({ scores, rows, taken }: Steps, threshold: number): Confusion {
  const all = totals({ rows, taken });
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  const through = low > 0 ? rows[low - 1]! : 0;
  const hits = low > 0 ? taken[low - 1]! : 0;
  return {
    threshold,
    truePositives: hits,
    falsePositives: through - hits,
    falseNegatives: all.taken - hits,
    trueNegatives: all.rows - through - (all.taken - hits),
    precision: through > 0 ? hits / through : 0,
    recall: all.taken > 0 ? hits / all.taken : 0,
    f1: f1(hits, through, all.taken),
  };
}

/** The score with the best F1 as a threshold, of equals the highest; infinity where nothing was taken. */
export function bestThreshold(steps: Steps): number {
  const all = totals(steps).taken;
  let best = 0;
  let threshold = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps.rows.length; step++) {
    const value = f1(steps.taken[step]!, steps.rows[step]!, all);
    if (value <= best) continue;
    best = value;
    threshold = steps.scores[step]!;
  }
  return threshold;
}

const f1 = (hits: number, through: number, taken: number) => (through + taken > 0 ? (2 * hits) / (through + taken) : 0);
