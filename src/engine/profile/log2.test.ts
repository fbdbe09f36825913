import fc from 'fast-check';
import { expect, it } from 'vitest';
import { log2 } from './log2.ts';

it('is Math.log2 to 14 digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (x) => {
      expect(Math.abs(log2(x) - Math.log2(x))).toBeLessThan(1e-14 * Math.max(1, Math.abs(Math.log2(x))));
    }),
    { numRuns: 2000 },
  );
});

it('is exact for powers of two', () => {
  for (let n = -20; n <= 50; n++) expect(log2(2 ** n)).toBe(n);
});
