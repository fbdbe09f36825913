import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { equalCountBins, liftByDecile, reliabilityOf } from './bins.ts';
import { sweep } from './sweep.ts';

describe('equalCountBins', () => {
  it('are as many rows each, highest first', () => {
    const bins = equalCountBins(sweep([0.9, 0.7, 0.3, 0.1], [1, 0, 1, 0]), 2);
    expect(bins.map(({ rows, rate }) => [rows, rate])).toEqual([
      [2, 0.5],
      [2, 0.5],
    ]);
    expect(bins[0]!.score).toBeCloseTo(0.8, 12);
    expect(bins[1]!.score).toBeCloseTo(0.2, 12);
  });

  it('share a step that lies across an end: no order among equals tells', () => {
    const bins = equalCountBins(sweep([1, 0.5, 0.5, 0.5, 0.5, 0], [1, 1, 0, 0, 0, 0]), 2);
    expect(bins.map(({ rows }) => rows)).toEqual([3, 3]);
    expect(bins[0]!.rate).toBeCloseTo((1 + 2 / 4) / 3, 12);
    expect(bins[1]!.rate).toBeCloseTo(2 / 4 / 3, 12);
  });

  it('lose no row, no score and nothing taken', () => {
    const rows = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (all, count) => {
        const steps = sweep(
          all.map(([score]) => score),
          all.map(([, is]) => is),
        );
        const bins = equalCountBins(steps, count);
        expect(bins.length).toBe(Math.min(count, all.length));
        for (const bin of bins) expect(bin.rows).toBeCloseTo(all.length / bins.length, 8);
        const sum = (of: (bin: (typeof bins)[number]) => number) => bins.reduce((total, bin) => total + of(bin), 0);
        expect(sum(({ rows, score }) => rows * score)).toBeCloseTo(
          all.reduce((total, [score]) => total + score, 0),
          8,
        );
        expect(sum(({ rows, rate }) => rows * rate)).toBeCloseTo(all.filter(([, is]) => is).length, 8);
      }),
    );
  });

  it('are none of nothing', () => {
    expect(equalCountBins(sweep([], []), 10)).toEqual([]);
  });
});

describe('reliabilityOf', () => {
  const random = new Random(1, 'reliability');
  const said = Array.from({ length: 20_000 }, () => random.next());
  const labels = said.map((p) => (random.chance(p) ? 1 : 0));

  it('finds probabilities that hold, and how far others are from it', () => {
    const { bins, ece } = reliabilityOf(sweep(said, labels));
    expect(bins.length).toBe(20);
    expect(ece).toBeLessThan(0.02);
    // Twice as sure as it should be: wrong by p / 2, a quarter on average.
    const half = said.map((p) => (random.chance(p / 2) ? 1 : 0));
    expect(reliabilityOf(sweep(said, half)).ece).toBeCloseTo(0.25, 1);
  });
});

describe('liftByDecile', () => {
  it('averages 1, and is 10 where the first tenth holds all', () => {
    const scores = Array.from({ length: 100 }, (_, row) => -row);
    const perfect = liftByDecile(
      sweep(
        scores,
        scores.map((_, row) => (row < 10 ? 1 : 0)),
      ),
    );
    expect(perfect.map(({ lift }) => lift)).toEqual([10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const even = liftByDecile(sweep(new Float64Array(40), [...new Uint8Array(30), ...new Uint8Array(10).fill(1)]));
    for (const { lift } of even) expect(lift).toBeCloseTo(1, 12);
    expect(liftByDecile(sweep([1, 2], [0, 0])).map(({ lift }) => lift)).toEqual([1, 1]);
  });
});
