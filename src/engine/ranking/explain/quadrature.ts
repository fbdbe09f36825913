/** A rule of Gauss and Legendre on [0, 1]: the sum of weight x value at its points is the integral of any polynomial up to degree 2 n - 1. */
export interface Quadrature {
  /** Ascending, within (0, 1). */
  points: Float64Array;
  /** Above 0; they sum to 1. */
  weights: Float64Array;
}

/** Newton's steps from guesses that are right to three digits: more than it ever takes. */
const STEPS = 10;

/**
 * The rule of `count` points, 1 or more: the zeros of Legendre's polynomial by Newton's method (Abramowitz, Stegun 1964, 25.4.29), from + - * / alone.
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < (count + 1) >> 1; i++) {
    // Tricomi's guess; the one in the middle of an odd number is 0, as it is for every odd polynomial.
    let x = 2 * i + 1 === count ? 0 : cosine((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = slopeAt(count, x).slope;
    for (let step = 0; step < STEPS; step++) {
      const { value, slope: own } = slopeAt(count, x);
      slope = own;
      const next = x - value / own;
      if (next === x) break;
      x = next;
    }
    const weight = 1 / ((1 - x * x) * slope * slope);
    points[i] = (1 - x) / 2;
    points[count - 1 - i] = (1 + x) / 2;
    weights[i] = weight;
    weights[count - 1 - i] = weight;
  }
  return { points, weights };
}

/** Legendre's polynomial of a degree and its derivative at x, within (-1, 1), by their recurrence. */
function slopeAt(degree: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}

/** cos of 0 to pi / 2, to 1e-6: Math.cos is not specified to the bit, and this is only where Newton's method begins. */
function cosine(angle: number): number {
  const square = angle * angle;
  return 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - (square / 56) * (1 - square / 90))));
}
