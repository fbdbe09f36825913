import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { averagePrecision, precisionCurve, rocAuc, rocCurve } from './curves.ts';
import { sweep } from './sweep.ts';

const rows = fc.array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 1, maxLength: 30 });
const stepsOf = (all: readonly (readonly [number, boolean])[]) =>
  sweep(
    all.map(([score]) => score),
    all.map(([, is]) => is),
  );

describe('rocAuc', () => {
  it('is what a hand counts', () => {
    // Positives .9 and .4 against negatives .5 and .1: right in 3 of 4 pairs.
    expect(rocAuc(sweep([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0]))).toBe(0.75);
    expect(rocAuc(sweep([1, 1], [1, 0]))).toBe(0.5);
    expect(rocAuc(sweep([1, 2], [1, 1]))).toBe(0.5);
    expect(rocAuc(sweep([], []))).toBe(0.5);
  });

  it('agrees with counting every pair, ties half', () => {
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
        expect(rocAuc(stepsOf(all))).toBeCloseTo(pairs > 0 ? right / pairs : 0.5, 12);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it('is what a hand computes', () => {
    // Hits at places 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision(sweep([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0]))).toBeCloseTo(5 / 6, 12);
    // A tie is one step: 1 hit among 2.
    expect(averagePrecision(sweep([1, 1], [1, 0]))).toBe(0.5);
    expect(averagePrecision(sweep([1, 2], [0, 0]))).toBe(0);
  });
});

describe('rocCurve', () => {
  it('goes from nothing to all, never back', () => {
    expect(rocCurve(sweep([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0]))).toEqual({
      x: [0, 0, 0.5, 0.5, 1],
      y: [0, 0.5, 0.5, 1, 1],
    });
    fc.assert(
      fc.property(rows, (all) => {
        const { x, y } = rocCurve(stepsOf(all));
        expect([x[0], y[0]]).toEqual([0, 0]);
        for (let at = 1; at < x.length; at++) {
          expect(x[at]).toBeGreaterThanOrEqual(x[at - 1]!);
          expect(y[at]).toBeGreaterThanOrEqual(y[at - 1]!);
        }
      }),
    );
  });

  it('keeps the area of many rows in few points', () => {
    const random = new Random(1, 'roc');
    const labels = Array.from({ length: 20_000 }, () => (random.chance(0.1) ? 1 : 0));
    const steps = sweep(
      labels.map((label) => random.normal() + label),
      labels,
    );
    const { x, y } = rocCurve(steps);
    expect(x.length).toBeLessThan(420);
    let area = 0;
    for (let at = 1; at < x.length; at++) area += ((x[at]! - x[at - 1]!) * (y[at]! + y[at - 1]!)) / 2;
    expect(area).toBeCloseTo(rocAuc(steps), 3);
  });
});

describe('precisionCurve', () => {
  it('has a point for each threshold that lets a taken row through', () => {
    expect(precisionCurve(sweep([0.9, 0.5, 0.4, 0.1], [1, 0, 1, 0]))).toEqual({ x: [0.5, 1], y: [1, 0.66667] });
    expect(precisionCurve(sweep([1], [0]))).toEqual({ x: [], y: [] });
  });

  it('sums to the average precision', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { x, y } = precisionCurve(stepsOf(all));
        const sum = x.reduce((area, recall, at) => area + (recall - (x[at - 1] ?? 0)) * y[at]!, 0);
        expect(sum).toBeCloseTo(averagePrecision(stepsOf(all)), 3);
      }),
    );
  });
});
