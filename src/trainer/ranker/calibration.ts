import { type Calibration, calibrate } from '../../engine/ranking/calibrate.ts';
import { ascending, fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';

/** Parts that the groups fall into when the two maps are compared. */
const FOLDS = 5;

export interface ChosenCalibration {
  calibration: Calibration;
  kind: 'platt' | 'isotonic';
  /** Mean log loss of each map on groups that it was not fitted on; absent where all rows are of one group. */
  logLoss?: { platt: number; isotonic: number };
}

/**
 * Platt's curve or the isotonic map, whichever has the lower log loss on groups that it was not fitted on (cross-fitting over five parts), fitted on all
 * rows; Platt's where neither is better. Rows of a group are alike, and so never on both sides.
 *
 * @param margins a row that is NaN or infinite does not count
 * @param labels above 0: taken
 * @param groupOfRow any number a group
 * @param weights above 0; absent: 1 each
 */
export function chooseCalibration(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  groupOfRow: ArrayLike<number>,
  weights?: ArrayLike<number>,
): ChosenCalibration {
  const folds = foldsOf(groupOfRow);
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  if (count < 2) return { calibration: fitPlatt(margins, labels, weights), kind: 'platt' };
  // In order once, for every part's map.
  const rows = ascending(margins);
  const sums = { platt: 0, isotonic: 0, weight: 0 };
  for (let fold = 0; fold < count; fold++) {
    const others = rows.filter((row) => folds[row] !== fold);
    const pick = (of: ArrayLike<number>) => Float64Array.from(others, (row) => of[row]!);
    const fitted = [pick(margins), pick(labels), weights && pick(weights)] as const;
    const platt = fitPlatt(...fitted);
    const isotonic = fitIsotonic(...fitted, platt);
    for (const row of rows) {
      if (folds[row] !== fold) continue;
      const weight = weights?.[row] ?? 1;
      const isTaken = labels[row]! > 0;
      sums.platt += weight * logLossOf(calibrate(platt, margins[row]!), isTaken);
      sums.isotonic += weight * logLossOf(calibrate(isotonic, margins[row]!), isTaken);
      sums.weight += weight;
    }
  }
  const kind = sums.isotonic < sums.platt ? 'isotonic' : 'platt';
  return {
    calibration: (kind === 'isotonic' ? fitIsotonic : fitPlatt)(margins, labels, weights),
    kind,
    ...(sums.weight > 0 ? { logLoss: { platt: sums.platt / sums.weight, isotonic: sums.isotonic / sums.weight } } : {}),
  };
}

/** The part of each row: groups are dealt out in the order in which they first come. */
function foldsOf(groupOfRow: ArrayLike<number>): Uint8Array {
  const numbers = new Map<number, number>();
  return Uint8Array.from(groupOfRow, (group) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)! % FOLDS;
  });
}

function logLossOf(probability: number, isTaken: boolean): number {
  return -Math.log(Math.max(1e-15, isTaken ? probability : 1 - probability));
}
