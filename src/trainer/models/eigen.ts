/** Sweeps after which a symmetric matrix of a few hundred rows has long settled. */
const SWEEPS = 30;

/**
 * Eigenvalues and eigenvectors of a symmetric d x d matrix by cyclic Jacobi rotations (Golub, Van Loan, section 8.5), largest eigenvalue
 * first. Column j of `vectors` (row-major) belongs to `values[j]`; of each, the component of largest magnitude is positive.
 */
export function symmetricEigen(matrix: Float64Array, d: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(d * d);
  for (let i = 0; i < d; i++) v[i * d + i] = 1;
  let scale = 0;
  for (const value of a) scale += value * value;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) off += a[p * d + q]! * a[p * d + q]!;
    if (!(off > 1e-28 * scale)) break;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, v, d, p, q);
  }
  const order = Array.from({ length: d }, (_, i) => i).sort((i, j) => a[j * d + j]! - a[i * d + i]! || i - j);
  const vectors = new Float64Array(d * d);
  order.forEach((from, to) => {
    let largest = 0;
    for (let row = 0; row < d; row++)
      if (Math.abs(v[row * d + from]!) > Math.abs(largest)) largest = v[row * d + from]!;
    const sign = largest < 0 ? -1 : 1;
    for (let row = 0; row < d; row++) vectors[row * d + to] = sign * v[row * d + from]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * d + i]!), vectors };
}

/** Turns the plane of p and q so that a[p][q] becomes 0. */
function rotate(a: Float64Array, v: Float64Array, d: number, p: number, q: number): void {
  const apq = a[p * d + q]!;
  if (apq === 0) return;
  const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < d; i++) {
    const [ip, iq] = [a[i * d + p]!, a[i * d + q]!];
    a[i * d + p] = c * ip - s * iq;
    a[i * d + q] = s * ip + c * iq;
  }
  for (let i = 0; i < d; i++) {
    const [pi, qi] = [a[p * d + i]!, a[q * d + i]!];
    a[p * d + i] = c * pi - s * qi;
    a[q * d + i] = s * pi + c * qi;
    const [vp, vq] = [v[i * d + p]!, v[i * d + q]!];
    v[i * d + p] = c * vp - s * vq;
    v[i * d + q] = s * vp + c * vq;
  }
}
