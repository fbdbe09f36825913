import { checkDimensions } from './check.ts';
import type { Solver } from './kernels.ts';

const { fround } = Math;

/**
 * The solver in plain JavaScript. The matrix is kept as its upper triangle U (u[i][j], i <= j), so that every update is
 * a row plus a multiple of another row. Each element takes its terms in the order of the rows added, then of the rows
 * eliminated; the WASM twin does the same.
 */
export function createJsSolver(dimensions: number): Solver {
  checkDimensions(dimensions);
  const d = dimensions;
  const u = new Float32Array(d * d);
  const right = new Float32Array(d);
  const inverse = new Float32Array(d);

  return {
    begin(gram, ridge) {
      const r = fround(ridge);
      for (let i = 0; i < d; i++) {
        for (let j = i; j < d; j++) u[i * d + j] = gram[j * d + i]!;
        u[i * d + i] = fround(u[i * d + i]! + r);
      }
      right.fill(0);
    },

    add(rows, weights, targets, count) {
      let row = 0;
      for (; row + 4 <= count; row += 4) addFourRows(u, d, rows, row * d, weights, row);
      for (; row < count; row++) addRow(u, d, rows, row * d, weights[row]!);
      for (row = 0; row < count; row++) {
        const target = targets[row]!;
        for (let i = 0; i < d; i++) right[i] = fround(right[i]! + fround(target * rows[row * d + i]!));
      }
    },

    solve(out) {
      if (!factorise(u, inverse, d)) {
        out.fill(0, 0, d);
        return;
      }
      substitute(u, inverse, right, d);
      out.set(right);
    },
  };
}

function addRow(u: Float32Array, d: number, rows: Float32Array, y: number, weight: number): void {
  for (let i = 0; i < d; i++) {
    const w = fround(weight * rows[y + i]!);
    for (let j = i; j < d; j++) u[i * d + j] = fround(u[i * d + j]! + fround(w * rows[y + j]!));
  }
}

/** Four rows in one pass over the triangle, in order: bit for bit what four calls of `addRow` give. */
function addFourRows(u: Float32Array, d: number, rows: Float32Array, y0: number, weights: Float32Array, row: number) {
  const y1 = y0 + d;
  const y2 = y1 + d;
  const y3 = y2 + d;
  for (let i = 0; i < d; i++) {
    const w0 = fround(weights[row]! * rows[y0 + i]!);
    const w1 = fround(weights[row + 1]! * rows[y1 + i]!);
    const w2 = fround(weights[row + 2]! * rows[y2 + i]!);
    const w3 = fround(weights[row + 3]! * rows[y3 + i]!);
    const at = i * d;
    for (let j = i; j < d; j++) {
      let a = fround(u[at + j]! + fround(w0 * rows[y0 + j]!));
      a = fround(a + fround(w1 * rows[y1 + j]!));
      a = fround(a + fround(w2 * rows[y2 + j]!));
      u[at + j] = fround(a + fround(w3 * rows[y3 + j]!));
    }
  }
}

/** Cholesky, A = U^T U in place; `inverse` gets 1 / u[i][i]. False when a pivot is not positive and finite. */
function factorise(u: Float32Array, inverse: Float32Array, d: number): boolean {
  for (let i = 0; i < d; i++) {
    const row = i * d;
    let k = 0;
    // Four rows above in one pass, still one after the other for each element.
    for (; k + 4 <= i; k += 4) {
      const k0 = k * d;
      const k1 = k0 + d;
      const k2 = k1 + d;
      const k3 = k2 + d;
      const f0 = u[k0 + i]!;
      const f1 = u[k1 + i]!;
      const f2 = u[k2 + i]!;
      const f3 = u[k3 + i]!;
      for (let j = i; j < d; j++) {
        let a = fround(u[row + j]! - fround(f0 * u[k0 + j]!));
        a = fround(a - fround(f1 * u[k1 + j]!));
        a = fround(a - fround(f2 * u[k2 + j]!));
        u[row + j] = fround(a - fround(f3 * u[k3 + j]!));
      }
    }
    for (; k < i; k++) {
      const factor = u[k * d + i]!;
      for (let j = i; j < d; j++) u[row + j] = fround(u[row + j]! - fround(factor * u[k * d + j]!));
    }
    const pivot = u[row + i]!;
    if (!(pivot > 0 && pivot < Infinity)) return false;
    const scale = fround(1 / fround(Math.sqrt(pivot)));
    inverse[i] = scale;
    for (let j = i + 1; j < d; j++) u[row + j] = fround(u[row + j]! * scale);
  }
  return true;
}

/** Turns the right-hand side b into x: U^T z = b from the first row down, then U x = z from the last row up. */
function substitute(u: Float32Array, inverse: Float32Array, b: Float32Array, d: number): void {
  for (let k = 0; k < d; k++) {
    const z = fround(b[k]! * inverse[k]!);
    b[k] = z;
    for (let i = k + 1; i < d; i++) b[i] = fround(b[i]! - fround(z * u[k * d + i]!));
  }
  for (let k = d - 1; k >= 0; k--) {
    const x = fround(b[k]! * inverse[k]!);
    b[k] = x;
    for (let i = 0; i < k; i++) b[i] = fround(b[i]! - fround(x * u[i * d + k]!));
  }
}
