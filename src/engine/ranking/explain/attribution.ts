/** Whence a margin comes: `base` and the contributions of the inputs sum to it, to rounding. */
export interface Attribution {
  /** What is there before anything is known of the row. */
  base: number;
  /** One contribution per input, in units of the margin. */
  inputs: Float64Array;
}
