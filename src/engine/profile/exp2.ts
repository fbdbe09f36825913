/** Taylor coefficients of 2^f = e^(f ln 2), highest power first; relative error < 1e-14 for f in [0, 1). */
const COEFFICIENTS = [
  6.778726354822543e-14,
  1.3691488853904124e-12,
  2.5678435993488196e-11,
  4.44553827187081e-10,
  7.054911620801121e-9,
  1.0178086009239696e-7,
  1.3215486790144305e-6,
  1.5252733804059838e-5,
  1.5403530393381606e-4,
  1.3333558146428441e-3,
  9.618129107628477e-3,
  5.5504108664821576e-2,
  0.2402265069591007,
  Math.LN2,
  1,
];

/**
 * 2^x for x <= 0, from + and * alone. Math.pow and Math.exp are not specified to the bit and differ between engines;
 * a profile has to be the same everywhere.
 */
export function exp2(x: number): number {
  if (!(x > -1022)) return 0;
  const whole = Math.floor(x);
  const fraction = x - whole;
  let power = 0;
  for (const coefficient of COEFFICIENTS) power = power * fraction + coefficient;
  let scale = 1;
  let half = 0.5;
  for (let n = -whole; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) scale *= half;
    half *= half;
  }
  return power * scale;
}
