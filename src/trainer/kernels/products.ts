/** Products of float32 matrices in pieces of one memory; two implementations (WASM SIMD, plain JS) of the same bits. */
export interface Products {
  readonly kind: 'wasm' | 'js';
  /** The pieces that were asked for, zeros. */
  readonly pieces: readonly Float32Array[];
  /**
   * c = a b, with a (m x k) in panels of 4 rows, b (k x n) in panels of 8 columns, each panel its k steps one after the other;
   * m is a multiple of 4, n of 8. A row of c begins `rowStride` numbers after the last, and every four columns `columnStride`: 4 for a
   * matrix of rows. Each element is summed from step 0 up, every product and sum rounded to float32.
   */
  multiply(
    c: number,
    rowStride: number,
    columnStride: number,
    a: number,
    b: number,
    m: number,
    n: number,
    k: number,
  ): void;
  /**
   * scores = e^(scale x scores + bias) in place, turned = the same in panels of 4 rows, sums = its row sums. `scores` (rows x columns)
   * lies in panels of 4 columns; both numbers are multiples of 4, `bias` has one a column. The exponent is cut to [-80, 80].
   */
  exponentiate(
    scores: number,
    turned: number,
    bias: number,
    sums: number,
    rows: number,
    columns: number,
    scale: number,
  ): void;
}

/** Makes the pieces, by their lengths in numbers; the functions above name a piece by its place. */
export type MakeProducts = (lengths: readonly number[]) => Products;
