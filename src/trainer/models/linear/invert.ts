import { setImmediate } from 'node:timers/promises';

/** Rows between two pauses. */
const PAUSE_ROWS = 64;

/**
 * The inverse of a symmetric positive definite n x n matrix in its own place, by Cholesky (Golub, Van Loan, section 4.2): A = L L^T, then
 * L^-1, then L^-T L^-1. Only the lower triangle is read; both are written. float64, about n^3 / 2 products. Pivots that rounding took below 0
 * count as none: their row of the inverse is 0.
 */
export async function invertPositive(
  matrix: Float64Array,
  n: number,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const step = async (row: number, before: number) => {
    if (row % PAUSE_ROWS > 0) return;
    progress(before + row, 3 * n);
    await setImmediate();
  };
  for (let i = 0; i < n; i++) {
    await step(i, 0);
    factorRow(matrix, n, i);
  }
  // Column i of L^-1 goes to row i of the upper triangle, where it lies in one piece.
  for (let i = 0; i < n; i++) {
    await step(i, n);
    invertRow(matrix, n, i);
  }
  for (let i = 0; i < n; i++) {
    await step(i, 2 * n);
    multiplyRow(matrix, n, i);
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) matrix[i * n + j] = matrix[j * n + i]!;
  progress(3 * n, 3 * n);
}

/** Row i of L; the diagonal holds 1 / L_ii. */
function factorRow(a: Float64Array, n: number, i: number): void {
  const row = i * n;
  for (let j = 0; j < i; j++) a[row + j] = (a[row + j]! - dot(a, row, j * n, j)) * a[j * n + j]!;
  const pivot = a[row + i]! - dot(a, row, row, i);
  a[row + i] = pivot > 0 ? 1 / Math.sqrt(pivot) : 0;
}

/** Column i of L^-1 below its diagonal: x_i = 1 / L_ii, x_j = -(sum over i <= k < j of L_jk x_k) / L_jj. */
function invertRow(a: Float64Array, n: number, i: number): void {
  const row = i * n;
  for (let j = i + 1; j < n; j++) a[row + j] = -dot(a, j * n + i, row + i, j - i) * a[j * n + j]!;
}

/** Row i of the inverse up to its diagonal: (L^-T L^-1)_ij = sum over k >= i of x_ik x_jk. */
function multiplyRow(a: Float64Array, n: number, i: number): void {
  const row = i * n;
  for (let j = 0; j <= i; j++) a[row + j] = dot(a, row + i, j * n + i, n - i);
}

/** Four sums, each of every fourth product: one alone would wait for itself. */
function dot(a: Float64Array, left: number, right: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += a[left + k]! * a[right + k]!;
    s1 += a[left + k + 1]! * a[right + k + 1]!;
    s2 += a[left + k + 2]! * a[right + k + 2]!;
    s3 += a[left + k + 3]! * a[right + k + 3]!;
  }
  for (; k < length; k++) s0 += a[left + k]! * a[right + k]!;
  return s0 + s1 + (s2 + s3);
}
