// e^x in float32 after Cephes' expf (Moshier): x = n ln 2 + r, a polynomial in r, and 2^n by the exponent's bits. Relative error
// below 2e-7 over the range that is kept, -80 to 80; the plain-JS twin takes the same steps.

/** e^x of four lanes, x cut to [-80, 80]: a few thousand of the largest still have a sum. */
function exp(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(80)), f32x4.splat(-80));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/**
 * scores = e^(scale x scores + bias) in place, `turned` the same with rows and columns exchanged, and `sums` its row sums.
 * `scores` (rows x columns) lies in panels of 4 columns, `turned` in panels of 4 rows; both numbers are multiples of 4.
 */
export function exponentiate(
  scores: usize,
  turned: usize,
  bias: usize,
  sums: usize,
  rows: usize,
  columns: usize,
  scale: f32,
): void {
  const factor = f32x4.splat(scale);
  for (let row: usize = 0; row < rows; row += 4) {
    let sum = f32x4.splat(0);
    let to = turned + ((row * columns) << 2);
    for (let column: usize = 0; column < columns; column += 4) {
      const at = scores + ((column * rows + row * 4) << 2);
      const b = v128.load(bias + (column << 2));
      const e0 = exp(f32x4.add(f32x4.mul(v128.load(at), factor), b));
      const e1 = exp(f32x4.add(f32x4.mul(v128.load(at, 16), factor), b));
      const e2 = exp(f32x4.add(f32x4.mul(v128.load(at, 32), factor), b));
      const e3 = exp(f32x4.add(f32x4.mul(v128.load(at, 48), factor), b));
      v128.store(at, e0);
      v128.store(at, e1, 16);
      v128.store(at, e2, 32);
      v128.store(at, e3, 48);
      const low01 = v128.shuffle<f32>(e0, e1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(e2, e3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(e0, e1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(e2, e3, 2, 6, 3, 7);
      const t0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
      const t1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
      const t2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
      const t3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
      v128.store(to, t0);
      v128.store(to, t1, 16);
      v128.store(to, t2, 32);
      v128.store(to, t3, 48);
      to += 64;
      sum = f32x4.add(f32x4.add(f32x4.add(f32x4.add(sum, t0), t1), t2), t3);
    }
    v128.store(sums + (row << 2), sum);
  }
}
