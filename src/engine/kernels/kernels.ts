import type { Bitmap } from '../candidates/bitmap.ts';
import type { Arena } from './arena.ts';
import type { DenseExports } from './wasm-dense.ts';

/**
 * The engine's hot loops. Two implementations (WASM SIMD, plain JS) that agree to the last bit:
 * every sum has one defined order and one rounding, so which one runs never shows in a result.
 */
export interface Kernels {
  readonly kind: 'wasm' | 'js';
  /**
   * Holds `items x dimensions` int8 vectors ready for scanning. `dimensions` is a multiple of 16, at most 1024.
   * @throws BUNDLE_LAYOUT for other dimensions, arrays that are too short, an `order` that is no permutation
   */
  createScanner(vectors: PackedVectors): Scanner;
  /** A solver of `dimensions x dimensions` normal equations; `dimensions` is a multiple of 4. */
  createSolver(dimensions: number): Solver;
  /** Sums rows of a sparse item-to-item table, in the coding of src/engine/bundle/rows.ts. */
  createRows(rows: PackedRows): RowSummer;
  /** What `createDense` needs of the module; absent: the plain-JS twin runs. */
  readonly linked?: { exports: DenseExports; arena: Arena };
  /** The module of the tree kernel (kernels/trees), where the host loaded it beside this one; absent: the plain-JS twin runs. */
  readonly trees?: WebAssembly.Module | undefined;
}

/** int8 item vectors as shipped: row-major, even dimensions stored as x + 128 (unsigned), odd dimensions as x (signed). */
export interface PackedVectors {
  packed: Int8Array;
  /** Per-item scale: float vector = int8 vector * scale. Length: items. NaN and infinities count as 0. */
  scales: Float32Array;
  items: number;
  dimensions: number;
  /** Item number at each position, a permutation of 0 to items - 1; absent: an item's position is its number. */
  order?: Uint32Array;
}

/** Items and their scores, best first, ties to the lower item number. Views valid until the finder's next call. */
export interface Found {
  items: Int32Array;
  /** As long as `items`. */
  scores: Float32Array;
}

/** Which items a search may return. */
export interface SearchOptions {
  /** One bit per item number; items beyond its end are not permitted. Absent: all. */
  allowed?: Bitmap;
  /** Positions to look at, as start0, end0, start1, end1...: ascending, disjoint, ends exclusive. Absent: all. */
  ranges?: Uint32Array;
}

/** A query with a NaN or an infinity in it is a zero vector to a scanner. */
export interface Scanner {
  /**
   * Inner product of one query with every item: `dot(int8 item, int8 query) * scale[item] * queryScale`, as float32.
   * The result is a view on the scanner's own memory, valid until the next call. Length: items; by position.
   */
  scores(query: Int8Array, queryScale: number): Float32Array;
  /**
   * The `k` items of the highest inner product with a float query (length `dimensions`), exact among the permitted
   * however few they are; fewer than k where fewer are permitted. The scan takes the int8 query and keeps k and a
   * margin; these are then scored with the query as it is, which sets the order.
   */
  search(query: Float32Array, k: number, options?: SearchOptions): Found;
  /** Float query x int8 item, as float32, of items by number: the bits that `search` gives. 0 for a number that is no item. */
  scoresOf(query: Float32Array, items: Int32Array): Float32Array;
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

/** A sparse table as shipped: row i is bytes `offsets[i]` to `offsets[i + 1]` of `entries` (docs/bundle-format.md, Rows). */
export interface PackedRows {
  /** Length: items + 1, never falling, the last at most the length of `entries`. */
  offsets: Uint32Array;
  /** Length: items. NaN and infinities count as 0. */
  maxima: Float32Array;
  entries: Uint8Array;
  items: number;
}

export interface RowSummer {
  /**
   * The sum over r of `weights[r]` x row `rowItems[r]`, each product and sum rounded to float64, rows in the order given.
   * A number that is no item has an empty row.
   */
  accumulate(rowItems: Int32Array, weights: Float64Array): RowSums;
}

/** Valid until the summer's next call, whatever else the kernels do meanwhile. */
export interface RowSums {
  /** The items that the rows name, each once, in the order in which they first came up. */
  items: Int32Array;
  /** By item number: the sum, 0 for items not named. */
  sums: Float64Array;
}
