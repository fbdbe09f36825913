import { mean } from '../metrics.ts';
import { precisionRecallAt, type ScoredRows } from './atK.ts';
import { averagePrecision, rocAuc } from './curves.ts';
import { type Steps, sweep } from './sweep.ts';

/** What the order of scored rows is worth; each in [0, 1]. */
export interface OrderFigures {
  /** Over all rows of all cases: chance that a taken one scores above another. */
  auc: number;
  averagePrecision: number;
  /** Means over the cases that took something, of the 10 rows that score highest. */
  p10: number;
  r10: number;
}

/** `taken`: how many items each case took, among its rows or not; absent: among its rows. */
export function orderFigures(
  rows: ScoredRows,
  taken?: ArrayLike<number>,
  steps: Steps = sweep(rows.scores, rows.labels, rows.weights),
): OrderFigures {
  const { precision, recall } = precisionRecallAt(rows, 10, taken);
  const counts = (value: number) => !Number.isNaN(value);
  return {
    auc: rocAuc(steps),
    averagePrecision: averagePrecision(steps),
    p10: mean(precision.filter(counts)),
    r10: mean(recall.filter(counts)),
  };
}
