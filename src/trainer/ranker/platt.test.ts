import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../engine/ranking/calibrate.ts';
import { Random } from '../random.ts';
import { fitPlatt } from './platt.ts';

/** Margins and whether each was taken with the probability that a curve says. */
function draw(rows: number, slope: number, intercept: number): { margins: number[]; labels: number[] } {
  const random = new Random(3, 'platt');
  const margins = Array.from({ length: rows }, () => 2 * random.normal() + 5);
  const labels = margins.map((margin) => Number(random.chance(1 / (1 + Math.exp(-(slope * margin + intercept))))));
  return { margins, labels };
}

describe("Platt's curve", () => {
  it('finds the curve that labels were drawn by', () => {
    const { margins, labels } = draw(20_000, 0.7, -4);
    const { slope, intercept } = fitPlatt(margins, labels);
    expect(slope).toBeCloseTo(0.7, 1);
    expect(intercept).toBeCloseTo(-4, 0);
    // Mean probability and share taken: Newton's method ends where they meet, but for the two rows of the targets.
    const mean = margins.reduce((sum, margin) => sum + calibrate({ slope, intercept }, margin), 0) / margins.length;
    expect(mean).toBeCloseTo(labels.reduce((a, b) => a + b, 0) / labels.length, 3);
  });

  it('counts a row of weight 3 as three rows', () => {
    const { margins, labels } = draw(300, 1, -5);
    const weights = margins.map((_, row) => 1 + (row % 3));
    const repeat = (values: number[]) => values.flatMap((value, row) => new Array<number>(weights[row]!).fill(value));
    const weighted = fitPlatt(margins, labels, weights);
    const repeated = fitPlatt(repeat(margins), repeat(labels));
    expect(weighted.slope).toBeCloseTo(repeated.slope, 8);
    expect(weighted.intercept).toBeCloseTo(repeated.intercept, 8);
  });

  it('keeps the order of a margin that runs the wrong way, and gives everybody the mean', () => {
    const { margins, labels } = draw(2000, 1, -5);
    const turned = margins.map((margin) => -margin);
    const fitted = fitPlatt(turned, labels);
    expect(fitted.slope).toBeGreaterThan(0);
    const mean = labels.reduce((a, b) => a + b, 0) / labels.length;
    for (const margin of turned) expect(Math.abs(calibrate(fitted, margin) - mean)).toBeLessThan(1e-3);
    expect(calibrate(fitted, 1)).toBeGreaterThan(calibrate(fitted, 0.99));
  });

  it.each([
    ['no rows', [], [], 0.5],
    ['one row', [3], [1], 2 / 3],
    ['the same margin', [2, 2, 2, 2], [1, 0, 0, 0], (2 / 3 + 3 / 5) / 4],
    ['none taken', [1, 2, 3], [0, 0, 0], 1 / 5],
    ['what is no number', [Number.NaN, Number.POSITIVE_INFINITY, 0], [1, 1, 0], 1 / 3],
  ])('of %s is a curve too', (_, margins, labels, atMean) => {
    const fitted = fitPlatt(margins, labels);
    expect(fitted.slope).toBeGreaterThan(0);
    const finite = margins.filter(Number.isFinite);
    const mean = finite.reduce((a, b) => a + b, 0) / Math.max(1, finite.length);
    expect(calibrate(fitted, mean)).toBeCloseTo(atMean, 2);
  });

  it('is finite and rises for any rows, also those that a margin parts without a mistake', () => {
    const row = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.nat(1),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.boolean(), (rows, isParted) => {
        const margins = rows.map(([margin]) => margin);
        const labels = rows.map(([margin, label]) => (isParted ? Number(margin > 0) : label));
        const fitted = fitPlatt(
          margins,
          labels,
          rows.map(([, , weight]) => weight),
        );
        expect(fitted.slope).toBeGreaterThan(0);
        expect(Number.isFinite(fitted.slope) && Number.isFinite(fitted.intercept)).toBe(true);
      }),
    );
  });
});
