import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, calibrate, logistic } from './calibrate.ts';

const KNOTS: Calibration = {
  slope: 1,
  intercept: 0,
  knots: { margins: Float64Array.of(-1, 0, 2), probabilities: Float64Array.of(0.1, 0.1, 0.9) },
};

describe('logistic', () => {
  it('is 1 / (1 + exp(-x)) to 13 digits, and its mirror image', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        const expected = x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
        expect(Math.abs(logistic(x) / expected - 1)).toBeLessThan(1e-12);
        if (Math.abs(x) < 30) expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 15);
      }),
    );
  });

  it('is .5 at 0, comes to its ends, and knows no NaN', () => {
    expect([0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(logistic)).toEqual([0.5, 0, 1]);
    expect(logistic(Number.NaN)).toBeNaN();
  });
});

describe('calibrate', () => {
  it('is the curve where there are no knots', () => {
    expect(calibrate({ slope: 2, intercept: -1 }, 3)).toBe(logistic(5));
    expect(
      calibrate({ ...KNOTS, knots: { margins: new Float64Array(0), probabilities: new Float64Array(0) } }, 3),
    ).toBe(logistic(3));
  });

  it('is a line between knots and level beyond them, but for the thousandth that is the curve', () => {
    for (const [margin, line] of [
      [-9, 0.1],
      [-0.5, 0.1],
      [1, 0.5],
      [1.5, 0.7],
      [2, 0.9],
      [40, 0.9],
    ] as const)
      expect(Math.abs(calibrate(KNOTS, margin) - (0.999 * line + 0.001 * logistic(margin)))).toBeLessThan(1e-15);
  });

  it('never turns an order round: strictly, where a probability can tell', () => {
    const knots = fc
      .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 64 })
      .chain((margins) =>
        fc.tuple(
          fc.constant(margins.sort((a, b) => a - b)),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
            minLength: margins.length,
            maxLength: margins.length,
          }),
        ),
      )
      .map(([margins, rates]) => ({
        margins: Float64Array.from(margins, (margin) => margin / 10),
        probabilities: Float64Array.from(rates.sort((a, b) => a - b)),
      }));
    const margin = fc.integer({ min: -600, max: 600 }).map((value) => value / 100);
    fc.assert(
      fc.property(knots, fc.double({ min: 0.01, max: 3, noNaN: true }), margin, margin, (own, slope, a, b) => {
        if (a === b) return;
        const of = (x: number) => calibrate({ slope, intercept: 0.5, knots: own }, x);
        expect(of(Math.max(a, b))).toBeGreaterThan(of(Math.min(a, b)));
      }),
    );
  });

  it('knows no NaN', () => {
    expect(calibrate(KNOTS, Number.NaN)).toBeNaN();
  });
});
