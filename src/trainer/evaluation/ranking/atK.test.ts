import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { precisionRecallAt } from './atK.ts';

describe('precisionRecallAt', () => {
  it('is of each case, by what it took, listed or not', () => {
    const rows = { offsets: [0, 3, 3, 5], scores: [0.1, 0.9, 0.5, 1, 2], labels: [1, 1, 0, 0, 0] };
    const own = precisionRecallAt(rows, 2);
    expect([...own.precision]).toEqual([0.5, Number.NaN, Number.NaN]);
    expect([...own.recall]).toEqual([0.5, Number.NaN, Number.NaN]);
    const all = precisionRecallAt(rows, 2, [4, 1, 0]);
    expect([...all.precision]).toEqual([0.5, 0, Number.NaN]);
    expect([...all.recall]).toEqual([0.25, 0, Number.NaN]);
  });

  it('gives a row that stands for several as many places', () => {
    const rows = { offsets: [0, 3], scores: [3, 2, 1], labels: [0, 1, 1], weights: [2, 1, 1] };
    expect([...precisionRecallAt(rows, 2).recall]).toEqual([0]);
    expect([...precisionRecallAt(rows, 3).recall]).toEqual([0.5]);
    expect([...precisionRecallAt({ ...rows, weights: undefined }, 2).recall]).toEqual([0.5]);
  });

  it('agrees with sorting, equals in the order of the rows', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(1)), { maxLength: 25 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (all, k) => {
        const scores = all.map(([score]) => score);
        const labels = all.map(([, label]) => label);
        const { precision, recall } = precisionRecallAt({ offsets: [0, all.length], scores, labels }, k);
        const sorted = [...all.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
        const hits = sorted.filter((row) => labels[row] === 1).length;
        const taken = labels.filter((label) => label === 1).length;
        expect(precision[0]).toBe(taken > 0 ? hits / k : Number.NaN);
        expect(recall[0]).toBe(taken > 0 ? hits / taken : Number.NaN);
      }),
    );
  });
});
