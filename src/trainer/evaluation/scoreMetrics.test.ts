import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, rocAuc } from './scoreMetrics.ts';

describe('rocAuc', () => {
  it('is what a hand counts', () => {
    // Positives .9 and .4 against negatives .5 and .1: right in 3 of 4 pairs.
    expect(rocAuc([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0])).toBe(0.75);
    expect(rocAuc([1, 1], [1, 0])).toBe(0.5);
    expect(rocAuc([1, 2], [1, 1])).toBe(0.5);
  });

  it('agrees with counting every pair, ties half', () => {
    const rows = fc.array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rows, (all) => {
        let right = 0;
        let pairs = 0;
        for (const [a, isA] of all)
          for (const [b, isB] of all) {
            if (!isA || isB) continue;
            pairs++;
            right += a > b ? 1 : a === b ? 0.5 : 0;
          }
        const auc = rocAuc(
          all.map(([score]) => score),
          all.map(([, is]) => is),
        );
        expect(auc).toBeCloseTo(pairs > 0 ? right / pairs : 0.5, 12);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it('is what a hand computes', () => {
    // Hits at places 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0])).toBeCloseTo(5 / 6, 12);
    // A tie is one step: 1 hit among 2.
    expect(averagePrecision([1, 1], [1, 0])).toBe(0.5);
    expect(averagePrecision([1, 2], [0, 0])).toBe(0);
  });
});
