/**
 * The engine's hot loops. Two implementations (WASM SIMD, plain JS) that agree to the last bit:
 * every sum has one defined order and one rounding, so which one runs never shows in a result.
 */
export interface Kernels {
  readonly kind: 'wasm' | 'js';
  /** Holds `items x dimensions` int8 vectors ready for scanning. `dimensions` is a multiple of 16. */
  createScanner(vectors: PackedVectors): Scanner;
  /** A solver of `dimensions x dimensions` normal equations; `dimensions` is a multiple of 4. */
  createSolver(dimensions: number): Solver;
}

/** int8 item vectors as shipped: row-major, even dimensions stored as x + 128 (unsigned), odd dimensions as x (signed). */
export interface PackedVectors {
  packed: Int8Array;
  /** Per-item scale: float vector = int8 vector * scale. Length: items. */
  scales: Float32Array;
  items: number;
  dimensions: number;
}

export interface Scanner {
  /**
   * Inner product of one query with every item: `dot(int8 item, int8 query) * scale[item] * queryScale`, as float32.
   * The result is a view on the scanner's own memory, valid until the next call. Length: items.
   */
  scores(query: Int8Array, queryScale: number): Float32Array;
}

/**
 * Solves (G + sum_r w_r y_r y_r^T + ridge I) x = sum_r t_r y_r in float32 by Cholesky, the step shared by ALS training
 * and the device's fold-in (Hu, Koren, Volinsky 2008).
 */
export interface Solver {
  /** Starts a system. `gram`: d x d row-major, already scaled; only its lower triangle is read. */
  begin(gram: Float32Array, ridge: number): void;
  /** Adds `count` rows: `rows` row-major count x d, `weights` w_r, `targets` t_r. May be called many times. */
  add(rows: Float32Array, weights: Float32Array, targets: Float32Array, count: number): void;
  /** Writes x (length d) to `out`. A matrix that is not positive definite gives zeros. */
  solve(out: Float32Array): void;
}
