import type { Similarity } from '../settings/neighbours.ts';
import type { Rows } from '../tables/rows.ts';

/** BM25's saturation of what an item has, and how far a long list of shoppers counts against it. */
const K1 = 1.2;
const B = 0.75;

const LEAST_IDF = 0.1;

/** How the sum over the shoppers of a pair becomes its strength: sum of `shopperWeights` / (size x size + shrink). */
export interface PairWeights {
  shopperWeights: Float32Array;
  sizes: Float32Array;
  shrink: number;
}

/**
 * The weights that make of a pair's sum its similarity. `cosine`: shoppers shared over the root of both counts. `tf-idf`: the cosine where a
 * shopper counts log(items / (1 + their items)) in each item, so that those who take everything say little. `bm25`: the product of the
 * items' BM25 weights (Robertson, Walker 1994) over the same shoppers, which favours what few take; without shrinking. `shrink` is in
 * shoppers of mean weight. As `implicit` defines them (nearest_neighbours.py), with 1 for every pair of shopper and item.
 */
export function weighPairs(similarity: Similarity, byShopper: Rows, items: number, shrink: number): PairWeights {
  const shoppers = byShopper.offsets.length - 1;
  const shopperWeights = new Float32Array(shoppers).fill(1);
  const counts = new Float64Array(items);
  for (const item of byShopper.columns) counts[item]!++;
  if (similarity === 'cosine') return { shopperWeights, sizes: Float32Array.from(counts, Math.sqrt), shrink };

  const sums = new Float64Array(items);
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const [start, end] = [byShopper.offsets[shopper]!, byShopper.offsets[shopper + 1]!];
    // Who takes nearly everything says little, not nothing or the contrary: of a few dozen items that would be many.
    const idf = Math.max(LEAST_IDF, Math.log(items / (1 + end - start)));
    shopperWeights[shopper] = idf * idf;
    for (let at = start; at < end; at++) sums[byShopper.columns[at]!]! += idf * idf;
  }
  const entries = byShopper.columns.length;
  const mean = sums.reduce((a, b) => a + b, 0) / Math.max(1, entries);
  if (similarity === 'tf-idf')
    return { shopperWeights, sizes: Float32Array.from(sums, Math.sqrt), shrink: shrink * mean };

  const average = entries / items;
  const sizes = Float32Array.from(counts, (count) => (K1 * (1 - B + (B * count) / average) + 1) / (K1 + 1));
  return { shopperWeights, sizes, shrink: 0 };
}
