import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePopularity,
  gini,
  intraListDiversity,
  novelty,
  pathSimilarity,
  selfInformation,
  serendipity,
} from './beyondAccuracy.ts';

// Of 8 shoppers, 4 took item 0, 1 took item 1, nobody item 2.
const known = { takers: Float64Array.of(4, 1, 0), shoppers: 8 };

describe('novelty', () => {
  it('is the mean of bits: a half is 1 bit, an eighth 3, nobody as an eighth', () => {
    expect([0, 1, 2].map((item) => selfInformation(known, item))).toEqual([1, 3, 3]);
    expect(novelty([0, 1], known)).toBe(2);
    expect(novelty([], known)).toBe(0);
  });
});

describe('averagePopularity', () => {
  it('is the mean share of shoppers', () => {
    expect(averagePopularity([0, 1], known)).toBe((4 / 8 + 1 / 8) / 2);
    expect(averagePopularity([], known)).toBe(0);
  });
});

describe('intraListDiversity', () => {
  it('is 1 less the mean similarity of the pairs', () => {
    const alike = (item: number, others: Int32Array) => others.map((other) => (item % 2 === other % 2 ? 1 : 0));
    // Pairs 0-1, 0-2, 1-2: one of three is alike.
    expect(intraListDiversity(Int32Array.of(0, 1, 2), alike)).toBeCloseTo(2 / 3, 12);
    expect(intraListDiversity(Int32Array.of(0, 2, 4), alike)).toBe(0);
    expect(intraListDiversity(Int32Array.of(7), alike)).toBe(0);
  });
});

describe('serendipity', () => {
  it('counts hits that popularity would not have made, by place', () => {
    expect(serendipity([5, 6, 7, 8], new Set([5, 7, 8]), new Set([5, 6]), 4)).toBe(0.5);
    expect(serendipity([5, 6, 7, 8], new Set([5, 7, 8]), new Set([5, 6]), 2)).toBe(0);
  });
});

describe('gini', () => {
  it('is what a hand computes', () => {
    expect(gini([3, 3, 3])).toBeCloseTo(0, 12);
    // Sorted 0 0 4: 2 x 12 / (3 x 4) - 4/3.
    expect(gini([0, 4, 0])).toBeCloseTo(2 / 3, 12);
    // Half the sum of absolute differences over all pairs / (n^2 mean): (1 + 2 + 1) x 2 / (2 x 9 x 2).
    expect(gini([1, 2, 3])).toBeCloseTo(8 / 36, 12);
    expect(gini([0, 0])).toBe(0);
  });

  it('is the mean absolute difference of pairs over twice the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), (counts) => {
        const sum = counts.reduce((a, b) => a + b, 0);
        let differences = 0;
        for (const a of counts) for (const b of counts) differences += Math.abs(a - b);
        expect(gini(counts)).toBeCloseTo(sum > 0 ? differences / (2 * counts.length * sum) : 0, 10);
      }),
    );
  });
});

describe('pathSimilarity', () => {
  it('is the shared levels of the longer path', () => {
    expect(pathSimilarity('Home > Kitchen > Bowls', 'Home > Kitchen')).toBeCloseTo(2 / 3, 12);
    expect(pathSimilarity('Home', 'Garden')).toBe(0);
    expect(pathSimilarity('Home', 'Home')).toBe(1);
    expect(pathSimilarity('', '')).toBe(0);
  });
});
