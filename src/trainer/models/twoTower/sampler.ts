import type { Random } from '../../random.ts';

/** Draws places in proportion to `weights`, in constant time: Walker's alias method as Vose (1991) builds it. */
export function createSampler(weights: Float64Array, random: Random): () => number {
  const count = weights.length;
  let total = 0;
  for (const weight of weights) total += weight;
  const keep = Float64Array.from(weights, (weight) => (weight * count) / total);
  const alias = Int32Array.from({ length: count }, (_, at) => at);
  const small: number[] = [];
  const large: number[] = [];
  for (const [at, value] of keep.entries()) (value < 1 ? small : large).push(at);
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.at(-1)!;
    alias[low] = high;
    keep[high]! -= 1 - keep[low]!;
    if (keep[high]! < 1) small.push(large.pop()!);
  }
  // What is left of either is 1 but for rounding.
  for (const at of [...small, ...large]) keep[at] = 1;
  return () => {
    const at = random.below(count);
    return random.next() < keep[at]! ? at : alias[at]!;
  };
}
