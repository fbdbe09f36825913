import { describe, expect, it } from 'vitest';
import type { Rows } from '../tables/rows.ts';
import { weighPairs } from './similarity.ts';

/** Shoppers: {0, 1}, {0, 1, 2}, {0}. */
const rows: Rows = {
  offsets: Int32Array.of(0, 2, 5, 6),
  columns: Int32Array.of(0, 1, 0, 1, 2, 0),
  values: new Float32Array(6).fill(1),
};
const ITEMS = 8;

describe('weighPairs', () => {
  it('makes cosines of counts', () => {
    const { shopperWeights, sizes, shrink } = weighPairs('cosine', rows, ITEMS, 5);
    expect([...shopperWeights]).toEqual([1, 1, 1]);
    expect(sizes[0]).toBeCloseTo(Math.sqrt(3), 6);
    expect(sizes[1]).toBeCloseTo(Math.sqrt(2), 6);
    expect(shrink).toBe(5);
  });

  it('lets who takes much say little in tf-idf', () => {
    const { shopperWeights, sizes, shrink } = weighPairs('tf-idf', rows, ITEMS, 5);
    const idf = [Math.log(8 / 3), Math.log(8 / 4), Math.log(8 / 2)];
    idf.forEach((value, shopper) => {
      expect(shopperWeights[shopper]).toBeCloseTo(value ** 2, 5);
    });
    expect(sizes[0]).toBeCloseTo(Math.sqrt(idf[0]! ** 2 + idf[1]! ** 2 + idf[2]! ** 2), 5);
    // An item with itself is at cosine 1.
    expect((idf[0]! ** 2 + idf[1]! ** 2) / sizes[1]! ** 2).toBeCloseTo(1, 5);
    expect(shrink).toBeCloseTo((5 * (3 * idf[1]! ** 2 + 2 * idf[0]! ** 2 + idf[2]! ** 2)) / 6, 4);
  });

  it('divides by the length that BM25 gives an item', () => {
    const { sizes, shrink } = weighPairs('bm25', rows, ITEMS, 5);
    const norm = 0.25 + (0.75 * 3) / (6 / 8);
    expect(1 / sizes[0]!).toBeCloseTo(2.2 / (1.2 * norm + 1), 6);
    expect(sizes[0]).toBeGreaterThan(sizes[2]!);
    expect(shrink).toBe(0);
  });

  it('still hears shoppers who take nearly everything', () => {
    for (const similarity of ['tf-idf', 'bm25'] as const) {
      const { shopperWeights, sizes } = weighPairs(similarity, rows, 2, 0);
      expect(shopperWeights.every((weight) => weight > 0)).toBe(true);
      expect(sizes.every((size) => size > 0)).toBe(true);
    }
  });
});
