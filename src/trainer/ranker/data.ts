/** Rows that a ranker learns from, by column. */
export interface RankingData {
  /** One column per input, each as long as there are rows; NaN where a value is missing. */
  columns: readonly Float32Array[];
  /** By column: true where the numbers are names of categories (whole numbers from 0). Absent: none is. */
  isCategory?: readonly boolean[];
  /** What is to be predicted: 1 taken, 0 not; a grade for LambdaMART; any number for regression. */
  labels: Float32Array;
  /** Weight of each row, above 0; absent: 1. */
  weights?: Float32Array | undefined;
  /** Margin of each row before the first tree, which is no part of the trees; absent: one that fits all rows, as their base. */
  start?: Float64Array | undefined;
  /** Row range of each group of rows that were shown against each other: offsets[g] .. offsets[g + 1]. */
  offsets: Int32Array;
}
