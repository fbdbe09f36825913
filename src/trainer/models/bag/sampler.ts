import type { Random } from '../../random.ts';

/** Draws items in proportion to a power of how often they occur. */
export interface Sampler {
  /** By item: its share of the draws; 0 for one that does not occur. */
  shares: Float64Array;
  draw(random: Random): number;
}

/** `occurrences`: item numbers, at least one. Alias tables (Walker 1977): a draw takes constant time. */
export function createSampler(occurrences: Int32Array, items: number, power: number): Sampler {
  const counts = new Float64Array(items);
  for (const item of occurrences) counts[item]!++;
  const shares = counts.map((count) => (count > 0 ? count ** power : 0));
  let total = 0;
  for (const share of shares) total += share;
  for (let item = 0; item < items; item++) shares[item]! /= total;

  const limits = shares.map((share) => share * items);
  const others = Int32Array.from({ length: items }, (_, item) => item);
  const small: number[] = [];
  const large: number[] = [];
  for (let item = 0; item < items; item++) (limits[item]! < 1 ? small : large).push(item);
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.at(-1)!;
    others[low] = high;
    limits[high]! -= 1 - limits[low]!;
    if (limits[high]! < 1) small.push(large.pop()!);
  }
  // What is left over differs from 1 by rounding alone; one that does not occur has found its other by then.
  for (const item of [...small, ...large]) if (shares[item]! > 0) limits[item] = 1;
  return {
    shares,
    draw(random) {
      const place = random.next() * items;
      const item = Math.floor(place);
      return place - item < limits[item]! ? item : others[item]!;
    },
  };
}
