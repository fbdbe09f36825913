import type { Tables } from '../../tables/tables.ts';

/** Different shoppers of each item. */
export function supportOf({ items, shoppers, offsets, item }: Tables): Float64Array {
  const support = new Float64Array(items);
  const lastShopper = new Int32Array(items).fill(-1);
  for (let shopper = 0; shopper < shoppers; shopper++)
    for (let row = offsets[shopper]!; row < offsets[shopper + 1]!; row++) {
      if (lastShopper[item[row]!] === shopper) continue;
      lastShopper[item[row]!] = shopper;
      support[item[row]!]!++;
    }
  return support;
}
