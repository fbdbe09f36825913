import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestThreshold, confusionAt } from './confusion.ts';
import { sweep } from './sweep.ts';

const steps = sweep([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0]);

describe('confusionAt', () => {
  it('counts each of the four', () => {
    expect(confusionAt(steps, 0.5)).toEqual({
      threshold: 0.5,
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
    expect(confusionAt(steps, 2)).toMatchObject({
      truePositives: 0,
      falsePositives: 0,
      precision: 0,
      recall: 0,
      f1: 0,
    });
    expect(confusionAt(steps, -1)).toMatchObject({ truePositives: 2, falsePositives: 2, precision: 0.5, recall: 1 });
    expect(confusionAt(sweep([], []), 0)).toMatchObject({ trueNegatives: 0, precision: 0, recall: 0, f1: 0 });
  });
});

describe('bestThreshold', () => {
  it('is no worse than any other', () => {
    const rows = fc.array(fc.tuple(fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.nat(9), (all, other) => {
        const own = sweep(
          all.map(([score]) => score),
          all.map(([, is]) => is),
        );
        const best = confusionAt(own, bestThreshold(own));
        expect(best.f1).toBeGreaterThanOrEqual(confusionAt(own, other).f1);
        expect(best.truePositives + best.falseNegatives).toBe(all.filter(([, is]) => is).length);
        expect(best.falsePositives + best.trueNegatives).toBe(all.filter(([, is]) => !is).length);
      }),
    );
  });

  it('is the highest of equals, and lets nothing through where nothing was taken', () => {
    // F1 of both .9 (1 hit of 1) and .4 (2 of 4): 2/3.
    expect(bestThreshold(sweep([0.9, 0.4, 0.4, 0.4], [1, 1, 0, 0]))).toBe(0.9);
    expect(bestThreshold(sweep([1, 2], [0, 0]))).toBe(Number.POSITIVE_INFINITY);
  });
});
