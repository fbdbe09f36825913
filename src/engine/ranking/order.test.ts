import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOf } from './order.ts';

it('is a stable sort, highest first, NaN last', () => {
  const score = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, 5e-324, -5e-324, Number.NaN, Infinity, -Infinity));
  fc.assert(
    fc.property(fc.array(score, { maxLength: 100 }), (scores) => {
      const rank = (place: number) => (Number.isNaN(scores[place]!) ? 1 : 0);
      const expected = scores
        .map((_, place) => place)
        .sort((a, b) =>
          rank(a) !== rank(b) || rank(a) === 1 || scores[a] === scores[b]
            ? rank(a) - rank(b) || a - b
            : scores[b]! > scores[a]!
              ? 1
              : -1,
        );
      expect([...orderOf(Float64Array.from(scores))]).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
