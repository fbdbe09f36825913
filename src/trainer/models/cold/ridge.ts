export interface RidgeInput {
  /** Row-major, rows x `width`. */
  inputs: Float32Array;
  width: number;
  /** Row-major, rows x `outputs`. */
  targets: Float32Array;
  outputs: number;
  /** Of each row; a row of weight 0 is not learned from. */
  weights: Float64Array;
  /** In units of the weights' sum. */
  lambda: number;
}

/** A linear map with a constant: `apply` writes the output of one input. */
export interface LinearMap {
  apply(input: Float32Array, out: Float32Array): void;
}

/**
 * Ridge regression (Hoerl, Kennard 1970): the map from inputs to targets that minimises the weighted squares and lambda x the sum of
 * weights x |map|^2; the constant is not shrunk. Float64, by Cholesky; sums in the order of rows.
 */
export function fitRidge({ inputs, width, targets, outputs, weights, lambda }: RidgeInput): LinearMap {
  // The constant is one more input, which is always 1.
  const n = width + 1;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n * outputs);
  const row = new Float64Array(n);
  row[width] = 1;
  let total = 0;
  for (let r = 0; r < weights.length; r++) {
    const weight = weights[r]!;
    if (!(weight > 0)) continue;
    total += weight;
    for (let i = 0; i < width; i++) row[i] = inputs[r * width + i]!;
    for (let i = 0; i < n; i++) {
      const scaled = weight * row[i]!;
      if (scaled === 0) continue;
      for (let j = 0; j <= i; j++) matrix[i * n + j]! += scaled * row[j]!;
      for (let o = 0; o < outputs; o++) right[i * outputs + o]! += scaled * targets[r * outputs + o]!;
    }
  }
  for (let i = 0; i < n; i++) matrix[i * n + i]! += i < width ? lambda * total : 1e-9 * (total + 1);
  solveInPlace(matrix, right, n, outputs);
  return {
    apply(input, out) {
      for (let o = 0; o < outputs; o++) {
        let sum = right[width * outputs + o]!;
        for (let i = 0; i < width; i++) sum += input[i]! * right[i * outputs + o]!;
        out[o] = sum;
      }
    },
  };
}

/** Solves A X = B for a symmetric positive definite A (its lower triangle is read), X in place of B. A direction without length gives 0. */
function solveInPlace(a: Float64Array, b: Float64Array, n: number, columns: number): void {
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= a[j * n + k]! ** 2;
    const root = pivot > 0 ? Math.sqrt(pivot) : Number.POSITIVE_INFINITY;
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = sum / root;
    }
  }
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      let sum = b[i * columns + c]!;
      for (let k = 0; k < i; k++) sum -= a[i * n + k]! * b[k * columns + c]!;
      b[i * columns + c] = sum / a[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i * columns + c]!;
      for (let k = i + 1; k < n; k++) sum -= a[k * n + i]! * b[k * columns + c]!;
      b[i * columns + c] = sum / a[i * n + i]!;
    }
  }
}
