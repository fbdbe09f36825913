import type { Found } from '../../kernels/kernels.ts';
import type { Bitmap } from '../bitmap.ts';

export type { Found } from '../../kernels/kernels.ts';

/** `exact` looks at every vector; the others at some, and may miss items. */
export type IndexKind = 'exact' | 'ivf' | 'hnsw';

/**
 * Finds the items of the highest inner product with a vector. Which are found depends on the index, their scores never:
 * those are the bits of `Scanner.scoresOf`.
 */
export interface Index {
  readonly kind: IndexKind;
  /**
   * The `k` best items that `allowed` holds (absent: all), best first, ties to the lower item number. Fewer only where
   * fewer are permitted; none for k = 0. A vector with a NaN or an infinity counts as zeros.
   * Views valid until the next call.
   */
  search(vector: Float32Array, k: number, allowed?: Bitmap): Found;
}
