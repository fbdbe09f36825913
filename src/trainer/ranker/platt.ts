import type { Calibration } from '../../engine/ranking/calibrate.ts';

const MAX_STEPS = 100;
/** Of the standardised margin: below it the margin says nothing, or the wrong thing. */
const LEAST_SLOPE = 1e-6;

/**
 * Platt's logistic curve of a margin (Platt 1999), fitted by Newton's method with backtracking and to targets short of 0 and 1 (Lin, Lin, Weng
 * 2007), so that a few rows, or rows of one kind alone, give no infinite slope. The mean of its probabilities is that of the targets.
 * The slope is above 0 whatever the rows say: a margin that runs the wrong way, or is the same for all, gets one so small that every item is
 * given the mean and only their order is left. Of no rows at all, the margin is taken for the log odds that it was trained as.
 *
 * @param margins a row that is NaN or infinite does not count
 * @param labels above 0: taken
 * @param weights above 0; absent: 1 each
 */
export function fitPlatt(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Calibration {
  const rows = readRows(margins, labels, weights);
  if (rows.total === 0) return { slope: 1, intercept: 0 };
  const { mean, deviation } = rows;
  let [slope, intercept] = [0, Math.log(rows.target / (1 - rows.target))];
  let loss = lossOf(rows, slope, intercept);
  for (let step = 0; deviation > 0 && step < MAX_STEPS; step++) {
    const [towardsSlope, towardsIntercept, descent] = newtonStep(rows, slope, intercept);
    let length = 1;
    let next = loss;
    for (; length > 1e-10; length /= 2) {
      next = lossOf(rows, slope + length * towardsSlope, intercept + length * towardsIntercept);
      if (next < loss + 1e-4 * length * descent) break;
    }
    if (!(next < loss)) break;
    slope += length * towardsSlope;
    intercept += length * towardsIntercept;
    loss = next;
  }
  if (!(slope > LEAST_SLOPE)) [slope, intercept] = [LEAST_SLOPE, Math.log(rows.target / (1 - rows.target))];
  const unit = deviation > 0 ? deviation : 1;
  return { slope: slope / unit, intercept: intercept - (slope * mean) / unit };
}

/** Rows as Newton's method likes them. */
interface PlattRows {
  /** Standardised margins. */
  x: Float64Array;
  targets: Float64Array;
  weights: Float64Array;
  total: number;
  mean: number;
  deviation: number;
  /** Mean of the targets. */
  target: number;
}

function readRows(margins: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): PlattRows {
  const x = new Float64Array(margins.length);
  const targets = new Float64Array(margins.length);
  const own = new Float64Array(margins.length);
  let [count, total, taken, sum] = [0, 0, 0, 0];
  for (let row = 0; row < margins.length; row++) {
    if (!Number.isFinite(margins[row]!)) continue;
    const weight = weights?.[row] ?? 1;
    x[count] = margins[row]!;
    targets[count] = labels[row]! > 0 ? 1 : 0;
    own[count] = weight;
    total += weight;
    taken += targets[count]! * weight;
    sum += weight * margins[row]!;
    count++;
  }
  const mean = total > 0 ? sum / total : 0;
  let squares = 0;
  for (let r = 0; r < count; r++) squares += own[r]! * (x[r]! - mean) * (x[r]! - mean);
  const deviation = total > 0 ? Math.sqrt(squares / total) : 0;
  const [high, low] = targetsOf(taken, total - taken);
  for (let r = 0; r < count; r++) {
    x[r] = deviation > 0 ? (x[r]! - mean) / deviation : 0;
    targets[r] = targets[r] === 1 ? high : low;
  }
  return {
    x: x.subarray(0, count),
    targets: targets.subarray(0, count),
    weights: own,
    total,
    mean,
    deviation,
    target: (taken * high + (total - taken) * low) / total,
  };
}

/** What a taken and another row stand for where there are so many, or so much weight, of each (Lin, Lin, Weng 2007). */
export function targetsOf(taken: number, others: number): [high: number, low: number] {
  return [(taken + 1) / (taken + 2), 1 / (others + 2)];
}

function newtonStep({ x, targets, weights }: PlattRows, slope: number, intercept: number): [number, number, number] {
  // A ridge too small to show, for curvatures that vanish.
  let [hSlope, hBoth, hIntercept, gSlope, gIntercept] = [1e-12, 0, 1e-12, 0, 0];
  for (let r = 0; r < x.length; r++) {
    const probability = 1 / (1 + Math.exp(-(slope * x[r]! + intercept)));
    const curvature = weights[r]! * probability * (1 - probability);
    const error = weights[r]! * (probability - targets[r]!);
    hSlope += curvature * x[r]! * x[r]!;
    hBoth += curvature * x[r]!;
    hIntercept += curvature;
    gSlope += error * x[r]!;
    gIntercept += error;
  }
  const determinant = hSlope * hIntercept - hBoth * hBoth;
  const towardsSlope = -(hIntercept * gSlope - hBoth * gIntercept) / determinant;
  const towardsIntercept = -(hSlope * gIntercept - hBoth * gSlope) / determinant;
  return [towardsSlope, towardsIntercept, gSlope * towardsSlope + gIntercept * towardsIntercept];
}

/** Cross entropy of the targets, in a form that no margin makes infinite. */
function lossOf({ x, targets, weights }: PlattRows, slope: number, intercept: number): number {
  let sum = 0;
  for (let r = 0; r < x.length; r++) {
    const margin = slope * x[r]! + intercept;
    sum += weights[r]! * (Math.max(margin, 0) - targets[r]! * margin + Math.log1p(Math.exp(-Math.abs(margin))));
  }
  return sum;
}
