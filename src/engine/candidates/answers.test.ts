import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerOfAll } from './answers.ts';
import { bitmapOf } from './bitmap.ts';
import { topK } from './topK.ts';

it('a walk down the order and a look through the filter find the same, however wide the filter', () => {
  const entry = fc.tuple(fc.oneof(fc.nat(3), fc.nat(65_535)), fc.boolean());
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      (entries, count, withZeros) => {
        const scores = Uint16Array.from(entries, ([score]) => score);
        const allowed = bitmapOf(entries.map(([, isAllowed]) => Number(isAllowed)));
        const found = answerOfAll('popularity', scores, (score) => score / 2, withZeros).candidates(count, allowed);
        const expected = topK(scores, count, allowed).filter((item) => withZeros || scores[item]! > 0);
        expect(found).toEqual(expected.map((item) => ({ item, source: 'popularity', score: scores[item]! / 2 })));
      },
    ),
    { numRuns: 500 },
  );
});
