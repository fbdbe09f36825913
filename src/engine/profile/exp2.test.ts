import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exp2 } from './exp2.ts';

it('is Math.pow(2, x) to 14 digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -1021, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(exp2(x) / 2 ** x - 1)).toBeLessThan(1e-13);
    }),
    { numRuns: 2000 },
  );
});

it('is exact at whole numbers, and 0 where nothing is left', () => {
  for (const x of [0, -1, -2, -10, -53, -1000, -1021]) expect(exp2(x)).toBe(2 ** x);
  for (const x of [-1022, -1e9, Number.NEGATIVE_INFINITY, Number.NaN]) expect(exp2(x)).toBe(0);
  expect(exp2(-0)).toBe(1);
});

it('never rises as x falls', () => {
  let previous = 1;
  for (let x = 0; x > -20; x -= 0.01) {
    expect(exp2(x)).toBeLessThanOrEqual(previous);
    previous = exp2(x);
  }
});
