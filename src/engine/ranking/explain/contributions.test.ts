import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../calibrate.ts';
import { contributionsOf, type ScorePart } from './contributions.ts';

const double = (max: number) => fc.double({ min: -max, max, noNaN: true });

/** A part of a score whose features sum to its margin. */
const part = (names: readonly string[], weight: number): fc.Arbitrary<ScorePart> =>
  fc
    .tuple(
      fc.array(fc.oneof(double(2), fc.constant(0)), { minLength: names.length, maxLength: names.length }),
      double(2),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      double(3),
    )
    .map(([values, base, slope, intercept]) => ({
      weight,
      base,
      margin: values.reduce((sum, value) => sum + value, base),
      features: names.map((feature, f) => ({ feature, value: f, contribution: values[f]! })),
      probabilityOf: (margin: number) => calibrate({ slope, intercept }, margin),
    }));

const scored = fc
  .double({ min: 0, max: 1, noNaN: true })
  .chain((share) =>
    fc.tuple(part(['price', 'age', 'links', 'views', 'stock'], 1 - share), part(['links', 'taste'], share)),
  )
  .map((parts) => ({
    parts,
    score: parts.reduce((sum, { weight, margin, probabilityOf }) => sum + weight * probabilityOf(margin), 0),
  }));

describe('contributions to a score', () => {
  it('sum to it, base first and the others by size', () => {
    fc.assert(
      fc.property(scored, ({ parts, score }) => {
        const all = contributionsOf(score, parts);
        const sum = all.reduce((total, { contribution }) => total + contribution, 0);
        const sizes = all.map(({ contribution }) => Math.abs(contribution));
        // The smallest may have grown by what it absorbed.
        if (Math.min(...sizes.filter((size) => size > 0)) < score / 2) expect(sum).toBe(score);
        expect(Math.abs(sum - score)).toBeLessThanOrEqual(2 ** -52 * Math.max(...sizes));
        expect(all[0]!.feature).toBe('base');
        for (let place = 2; place < sizes.length; place++)
          expect(sizes[place]).toBeLessThanOrEqual(sizes[place - 1]! + 1e-12);
      }),
      { numRuns: 1000 },
    );
  });

  it('are those to the margin, all by one factor, from the base to the probability', () => {
    const features = [
      { feature: 'a', value: 7, contribution: 3 },
      { feature: 'b', value: Number.NaN, contribution: -1 },
      { feature: 'c', value: 0, contribution: 0 },
    ];
    const one: ScorePart = { weight: 1, margin: 3, base: 1, features, probabilityOf: (margin) => margin / 8 };
    expect(contributionsOf(3 / 8, [one])).toEqual([
      { feature: 'base', value: 1 / 8, contribution: 1 / 8 },
      { feature: 'a', value: 7, contribution: 3 / 8 },
      { feature: 'b', value: Number.NaN, contribution: -1 / 8 },
      { feature: 'c', value: 0, contribution: 0 },
    ]);
  });

  it('count a feature of two parts once, and leave out a part without weight', () => {
    const of = (weight: number, names: string[]): ScorePart => ({
      weight,
      margin: names.length,
      base: 0,
      features: names.map((feature) => ({ feature, value: 1, contribution: 1 })),
      probabilityOf: (margin) => margin / 4,
    });
    expect(
      contributionsOf(3 / 8, [of(0.5, ['x', 'y']), of(0.5, ['x'])]).map(({ contribution }) => contribution),
    ).toEqual([0, 1 / 4, 1 / 8]);
    expect(contributionsOf(1 / 4, [of(1, ['x']), of(0, ['z'])]).map(({ feature }) => feature)).toEqual(['base', 'x']);
  });

  it('take the slope at the base where features cancel out', () => {
    const features = [
      { feature: 'a', value: 1, contribution: 2 },
      { feature: 'b', value: 1, contribution: -2 },
    ];
    const cancelled: ScorePart = { weight: 1, margin: 5, base: 5, features, probabilityOf: (margin) => margin / 100 };
    const [base, a, b] = contributionsOf(0.05, [cancelled]);
    expect(base!.contribution).toBe(0.05);
    expect(a!.contribution).toBeCloseTo(0.02, 9);
    expect(b!.contribution).toBeCloseTo(-0.02, 9);
  });
});
