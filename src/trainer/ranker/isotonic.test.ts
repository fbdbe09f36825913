import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../engine/ranking/calibrate.ts';
import { Random } from '../random.ts';
import { fitIsotonic } from './isotonic.ts';

describe('the isotonic map', () => {
  it('pools what falls: knots at the centres of blocks', () => {
    const { knots } = fitIsotonic([1, 2, 3, 4, 5, 6], [0, 1, 0, 0, 1, 1]);
    // Rates 0, then (1, 0, 0) pooled, then 1: kept off 0 and 1 as Platt's targets are.
    expect([...knots!.margins]).toEqual([1, 3, 5.5]);
    expect([...knots!.probabilities]).toEqual([1 / 5, 1 / 3, 4 / 5]);
  });

  it('finds a step that no logistic curve can', () => {
    const random = new Random(5, 'isotonic');
    const margins = Array.from({ length: 20_000 }, () => random.between(-3, 3));
    const rate = (margin: number) => (margin < 0 ? 0.05 : margin < 2 ? 0.1 : 0.6);
    const labels = margins.map((margin) => Number(random.chance(rate(margin))));
    const fitted = fitIsotonic(margins, labels);
    for (const margin of [-2, 1, 2.5]) expect(Math.abs(calibrate(fitted, margin) - rate(margin))).toBeLessThan(0.03);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(margins.map((margin) => calibrate(fitted, margin)))).toBeCloseTo(mean(labels), 2);
  });

  it('has 64 knots at most, of the blocks that differ most', () => {
    const random = new Random(5, 'knots');
    const margins = Array.from({ length: 60_000 }, (_, row) => row / 1000);
    const fitted = fitIsotonic(
      margins,
      margins.map((margin) => Number(random.chance((margin / 60) ** 2))),
    );
    expect(fitted.knots!.margins.length).toBeGreaterThan(32);
    expect(fitted.knots!.margins.length).toBeLessThanOrEqual(64);
    for (const margin of [6, 30, 54])
      expect(Math.abs(calibrate(fitted, margin) - (margin / 60) ** 2)).toBeLessThan(0.05);
  });

  it('is the curve alone where all rows are one block', () => {
    expect(fitIsotonic([1, 2, 3], [1, 1, 0]).knots).toBeUndefined();
    expect(fitIsotonic([], []).knots).toBeUndefined();
    expect(fitIsotonic([2, 2, 2], [0, 1, 0]).knots).toBeUndefined();
  });

  it('rises strictly and lies within 0 and 1', () => {
    const row = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.nat(1), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 30, maxLength: 200 }), (rows) => {
        const margins = rows.map(([margin]) => margin / 4);
        const weights = rows.map(([, , weight]) => weight);
        const fitted = fitIsotonic(
          margins,
          rows.map(([, label]) => label),
          weights,
        );
        const { margins: at, probabilities } = fitted.knots ?? { margins: [], probabilities: [] };
        for (let knot = 1; knot < at.length; knot++) {
          expect(at[knot]).toBeGreaterThan(at[knot - 1]!);
          expect(probabilities[knot]).toBeGreaterThanOrEqual(probabilities[knot - 1]!);
        }
        for (let margin = -5; margin < 5; margin += 0.25) {
          expect(calibrate(fitted, margin + 0.25)).toBeGreaterThan(calibrate(fitted, margin));
          expect(calibrate(fitted, margin)).toBeGreaterThan(0);
          expect(calibrate(fitted, margin + 0.25)).toBeLessThan(1);
        }
      }),
      { numRuns: 50 },
    );
  });
});
