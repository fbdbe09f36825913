import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING } from './bins.ts';
import { findCategorySplit } from './categorySplit.ts';
import { settingsOf } from './draw.test-support.ts';
import type { Histogram } from './splitter.ts';

/** A histogram of these (gradient, hessian) by code, and what a search over it is asked. */
function searchOf(bins: readonly (readonly [number, number])[], some: Parameters<typeof settingsOf>[0]) {
  const { buffer } = new Uint8Array(2048);
  const histogram: Histogram = { signed: new Int32Array(buffer), unsigned: new Uint32Array(buffer) };
  const leaf = { gradient: 0, hessian: 0, count: 0, lambda: 0, low: -Infinity, high: Infinity };
  bins.forEach(([gradient, hessian], code) => {
    histogram.signed[2 * code + 1] = gradient;
    histogram.unsigned[2 * code] = hessian;
    leaf.gradient += gradient;
    leaf.hessian += hessian;
  });
  leaf.count = leaf.hessian;
  const settings = settingsOf({ minRows: 1, minCategoryRows: 1, categorySmooth: 0, categoryLambda: 0, ...some });
  const value = ({ gradient, hessian, lambda }: typeof leaf) => -gradient / (hessian + lambda);
  const codes = [...bins.keys()];
  return {
    histogram,
    search: { leaf, input: 0, codes, least: 1, units: { gradient: 1, hessian: 1 }, settings, value },
  };
}

const bin = fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 50 }));

describe('findCategorySplit', () => {
  it('finds the best of all sets of categories', () => {
    fc.assert(
      fc.property(fc.array(bin, { minLength: 5, maxLength: 9 }), (bins) => {
        const { histogram, search } = searchOf(bins, { oneHot: 0, maxCategories: 100 });
        const { leaf } = search;
        let best = 0;
        for (let set = 1; set < 2 ** bins.length - 1; set++) {
          const named = bins.filter((_, code) => (set >> code) & 1);
          const gradient = named.reduce((sum, [own]) => sum + own, 0);
          const hessian = named.reduce((sum, [, own]) => sum + own, 0);
          const gain = gradient ** 2 / hessian + (leaf.gradient - gradient) ** 2 / (leaf.hessian - hessian);
          best = Math.max(best, gain);
        }
        const split = findCategorySplit(histogram, search);
        expect(split?.gain ?? 0).toBeCloseTo(best, 6);
        if (!split) return;
        const left = bins.filter((_, code) => split.set![code] === 1);
        expect(split.gradient).toBe(left.reduce((sum, [own]) => sum + own, 0));
        expect(split.hessian).toBe(left.reduce((sum, [, own]) => sum + own, 0));
      }),
    );
  });

  it('names one of few categories, and at most as many of more as it may', () => {
    const few = searchOf(
      [
        [9, 5],
        [-9, 5],
        [8, 5],
      ],
      { oneHot: 4 },
    );
    expect(findCategorySplit(few.histogram, few.search)!.set!.reduce((a, b) => a + b)).toBe(1);
    const many = searchOf(
      Array.from({ length: 20 }, (_, code) => [code < 10 ? 5 : -5, 3]),
      { maxCategories: 3 },
    );
    expect(findCategorySplit(many.histogram, many.search)!.set!.reduce((a, b) => a + b)).toBe(3);
  });

  it('names no category of few rows, and nothing where a side would have few', () => {
    const bins = [
      [50, 2],
      [-8, 40],
      [5, 40],
      [6, 40],
      [-2, 40],
      [1, 40],
    ] as const;
    const rare = searchOf(bins, { categorySmooth: 10 });
    expect(findCategorySplit(rare.histogram, rare.search)!.set![0]).toBe(0);
    const heavy = searchOf(bins, { minCategoryRows: 150 });
    expect(findCategorySplit(heavy.histogram, heavy.search)).toBeUndefined();
  });

  it('counts the missing as a category of their own', () => {
    const { histogram, search } = searchOf(
      [
        [1, 20],
        [2, 20],
      ],
      { oneHot: 4 },
    );
    histogram.signed[2 * MISSING + 1] = -90;
    histogram.unsigned[2 * MISSING] = 20;
    const leaf = { ...search.leaf, gradient: -87, hessian: 60, count: 60 };
    const split = findCategorySplit(histogram, { ...search, leaf, codes: [0, 1, MISSING] })!;
    expect(split.missingLeft).toBe(1);
    expect([split.set![0], split.set![1], split.set![MISSING]]).toEqual([0, 0, 1]);
  });
});
