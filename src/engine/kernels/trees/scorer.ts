/** Scores many rows by one forest. */
export interface TreeScorer {
  /** Inputs of a row. */
  readonly inputs: number;
  /** `js`: the plain twin, of the same bits. */
  readonly kind: 'wasm' | 'js';
  /**
   * The margin of each of `count` rows, as `marginOf` has it to the last bit, in a view that is valid until the next call.
   *
   * @param columns input f of row d is columns[f * stride + d], NaN where it is missing
   */
  run(columns: Float32Array, count: number, stride: number): Float64Array;
}
