const { LOG2E, SQRT2 } = Math;

/**
 * log2(x) for a positive, finite x, from + - * / alone; absolute error below 1e-14 for x from 1 to 1e15. Math.log and its kin are not
 * specified to the bit and differ between engines; a shopper's segment has to be the same everywhere.
 */
export function log2(x: number): number {
  let whole = 0;
  let mantissa = x;
  // Halving and doubling are exact.
  for (; mantissa >= SQRT2; whole++) mantissa *= 0.5;
  for (; mantissa < SQRT2 / 2; whole--) mantissa *= 2;
  // ln m = 2 artanh s, s = (m - 1) / (m + 1), at most 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const squared = s * s;
  let sum = 0;
  for (let power = 19; power >= 1; power -= 2) sum = sum * squared + 1 / power;
  return whole + 2 * LOG2E * s * sum;
}
