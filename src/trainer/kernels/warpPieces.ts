/** What a fit by WARP keeps in one memory, in the order in which the module knows it (assembly/warp.ts). */
export const WARP_PIECES = {
  /** The items' features by item. */
  itemOffsets: Int32Array,
  itemColumns: Int32Array,
  itemValues: Float32Array,
  /** The embeddings of those features, row-major, their sums of squared gradients, and the same of biases (empty: a model without). */
  itemVectors: Float32Array,
  itemSquares: Float32Array,
  itemBiases: Float32Array,
  itemBiasSquares: Float32Array,
  /** The same of users; empty where the host makes their vectors. */
  userOffsets: Int32Array,
  userColumns: Int32Array,
  userValues: Float32Array,
  userVectors: Float32Array,
  userSquares: Float32Array,
  /** What each user took: items ascending, and their weights in the loss. */
  takenOffsets: Int32Array,
  takenColumns: Int32Array,
  takenValues: Float32Array,
  /** Places in `takenColumns`, in the order in which they are learnt from, and the user of each place; empty without users. */
  order: Int32Array,
  userOf: Int32Array,
  /** The loss by the number of items drawn, from 1. */
  losses: Float32Array,
  /** Representations of a pair's user, positive and negative, and the gradient by the user's. */
  user: Float32Array,
  positive: Float32Array,
  negative: Float32Array,
  slope: Float32Array,
  /** The state of the random numbers, any whole number. */
  state: Int32Array,
} as const;
export type WarpPieces = { readonly [name in keyof typeof WARP_PIECES]: InstanceType<(typeof WARP_PIECES)[name]> };

export interface WarpShape {
  readonly lengths: Readonly<Record<keyof WarpPieces, number>>;
  /** A multiple of 4. */
  readonly dimensions: number;
  readonly items: number;
  readonly maxSampled: number;
  readonly rate: number;
}

/**
 * The step of WARP (Weston, Bengio, Usunier 2011): draws items until one that the user has not taken scores within 1 of the positive;
 * the fewer it took, the worse the positive stands, and the larger is the loss log(items / drawn). Positive and negative take an
 * Adagrad step (Duchi, Hazan, Singer 2011) along loss x user. Float32 throughout; both implementations give the same bits.
 */
export interface Warp {
  readonly kind: 'wasm' | 'js';
  readonly pieces: WarpPieces;
  /**
   * One pair of the user `row`, whose vector lies in `pieces.user`. Writes loss x (negative - positive), the gradient by that vector
   * before the step, to `pieces.slope`. Returns the loss; 0 where no such item was found: nothing has changed then.
   */
  pair(row: number, positive: number, weight: number): number;
  /** Learns from the pairs `order[from]` to `order[to - 1]`, whose users are the sums of their features and step as well. */
  run(from: number, to: number): void;
}

/** Makes the pieces, zeros, to be filled in. */
export type MakeWarp = (shape: WarpShape) => Warp;

/** A pair's loss at most, as in LightFM: the log of a catalogue of 22,026 items. */
export const MAX_LOSS = 10;
