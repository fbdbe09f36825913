import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweep, totals } from './sweep.ts';

describe('sweep', () => {
  it('takes equal scores in one step, highest first', () => {
    const steps = sweep([0.2, 0.9, 0.2, -1, 0.9], [1, 0, 0, 0, 1]);
    expect([...steps.scores]).toEqual([0.9, 0.2, -1]);
    expect([...steps.rows]).toEqual([2, 4, 5]);
    expect([...steps.taken]).toEqual([1, 2, 2]);
    expect(totals(steps)).toEqual({ rows: 5, taken: 2 });
  });

  it('counts what lies at or above each score, whatever the order of the rows', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(-1, 0, -0, 0.5, Number.POSITIVE_INFINITY), fc.nat(2)));
    fc.assert(
      fc.property(rows, (all) => {
        const of = (some: typeof all) =>
          sweep(
            some.map(([score]) => score),
            some.map(([, label]) => label),
          );
        const { scores, rows, taken } = of(all);
        scores.forEach((score, step) => {
          const above = all.filter(([other]) => other >= score);
          expect(rows[step]).toBe(above.length);
          expect(taken[step]).toBe(above.filter(([, label]) => label > 0).length);
        });
        expect(scores.length).toBe(new Set(all.map(([score]) => score + 0)).size);
        expect(of([...all].reverse())).toEqual(of(all));
      }),
    );
  });

  it('counts a row as often as it stands for', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(1), fc.integer({ min: 1, max: 4 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, (all) => {
        const each = all.flatMap(([score, label, weight]) => new Array<[number, number]>(weight).fill([score, label]));
        const column = (of: readonly (readonly number[])[], at: number) => of.map((row) => row[at]!);
        expect(sweep(column(all, 0), column(all, 1), column(all, 2))).toEqual(sweep(column(each, 0), column(each, 1)));
      }),
    );
  });

  it('is empty of nothing, and refuses what no threshold can place', () => {
    expect(totals(sweep([], []))).toEqual({ rows: 0, taken: 0 });
    expect(() => sweep([1, Number.NaN], [0, 1])).toThrow('score 1 is NaN');
    expect(() => sweep([1], [])).toThrow(RangeError);
  });
});
