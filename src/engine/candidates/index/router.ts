import type { Kernels } from '../../kernels/kernels.ts';
import { quantise } from '../../kernels/quantise.ts';

/** Where the items of each list lie: an axis from the origin through their mean, and how far they stray from it. */
export interface ListShapes {
  /** lists x dimensions int8 as in `PackedVectors`: the axis, as long as the furthest projection of an item on it. */
  axes: Int8Array;
  scales: Float32Array;
  /** Standard deviation of a list's items across the axis, per dimension. */
  spreads: Float32Array;
  lists: number;
  dimensions: number;
}

export interface Router {
  /**
   * What each list promises a vector q of finite length: axis.q + reach x spread x |q|, about what its longest item would
   * score if it lay `reach` standard deviations from the axis towards q. So a list with one outstanding item is not passed
   * over for its mean, nor a loose list for a tight one. A view valid until the next call.
   */
  promises(vector: Float32Array, reach: number): Float32Array;
}

export function createRouter({ axes, scales, spreads, lists, dimensions }: ListShapes, kernels: Kernels): Router {
  const scanner = kernels.createScanner({ packed: axes, scales, items: lists, dimensions });
  const promised = new Float32Array(lists);
  return {
    promises(vector, reach) {
      const query = quantise(vector);
      const scores = scanner.scores(query.values, query.scale);
      const slack = reach * lengthOf(vector);
      for (let list = 0; list < lists; list++) promised[list] = scores[list]! + slack * spreads[list]!;
      return promised;
    },
  };
}

export function lengthOf(vector: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < vector.length; d++) sum += vector[d]! * vector[d]!;
  return Math.sqrt(sum);
}
