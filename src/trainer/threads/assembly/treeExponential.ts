/** exp(x) to 1e-11 of itself, x brought within +-700: the series of exp(r) to r^9, |r| <= ln 2 / 2, times a power of 2. */
export function exponential(x: v128): v128 {
  const within = f64x2.max(f64x2.splat(-700), f64x2.min(f64x2.splat(700), x));
  const power = f64x2.nearest(f64x2.mul(within, f64x2.splat(1.4426950408889634)));
  const high = f64x2.sub(within, f64x2.mul(power, f64x2.splat(0.6931471803691238)));
  const r = f64x2.sub(high, f64x2.mul(power, f64x2.splat(1.9082149292705877e-10)));
  let sum = f64x2.splat(1 / 362880.0);
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 40320.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 5040.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 720.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 120.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 24.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 6.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.5));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1));
  // 1.5 x 2^52 puts a whole number into the low bits.
  const bits = f64x2.add(power, f64x2.splat(6755399441055744));
  return f64x2.mul(sum, i64x2.shl(i64x2.add(bits, i64x2.splat(1023)), 52));
}
