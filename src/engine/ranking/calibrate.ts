import { exp2 } from '../profile/exp2.ts';

/** 1 / ln 2. */
const LOG2_E = Math.LOG2E;

/** 1 / (1 + exp(-x)), NaN for NaN, by the engine's own exp2: the same bits everywhere. */
export function logistic(x: number): number {
  if (Number.isNaN(x)) return x;
  const t = exp2(-(x < 0 ? -x : x) * LOG2_E);
  return x < 0 ? t / (1 + t) : 1 / (1 + t);
}

/**
 * From a margin to a probability, strictly rising so that no order is lost: Platt's logistic curve (Platt 1999), and where knots are given a
 * line through them instead (isotonic regression, Zadrozny and Elkan 2002), with a thousandth of the curve to part equals.
 */
export interface Calibration {
  /** Of the curve 1 / (1 + exp(-(slope * margin + intercept))); above 0. */
  slope: number;
  intercept: number;
  /** Margins, ascending, and the probability at each, never falling; absent or empty: the curve alone. */
  knots?: { margins: Float64Array; probabilities: Float64Array };
}

/** Part of the curve in an isotonic map. */
const CURVE = 1e-3;

/** The probability of a margin; NaN for NaN. */
export function calibrate({ slope, intercept, knots }: Calibration, margin: number): number {
  const curve = logistic(slope * margin + intercept);
  const count = knots?.margins.length ?? 0;
  if (!knots || count === 0 || Number.isNaN(margin)) return curve;
  return (1 - CURVE) * lineThrough(knots.margins, knots.probabilities, count, margin) + CURVE * curve;
}

function lineThrough(at: Float64Array, values: Float64Array, count: number, x: number): number {
  if (x <= at[0]!) return values[0]!;
  if (x >= at[count - 1]!) return values[count - 1]!;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - at[low]!) / (at[high]! - at[low]!);
  return values[low]! + share * (values[high]! - values[low]!);
}
