import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topK } from '../candidates/topK.ts';
import { bestOf } from './bestOf.ts';

it('is what a heap keeps, ties and numbers that are none included', () => {
  const score = fc.oneof(fc.constantFrom(0, -0, 1, -1, Number.NaN, 0.5), fc.double());
  fc.assert(
    fc.property(fc.array(score, { maxLength: 60 }), fc.nat(70), (scores, most) => {
      expect([...bestOf(Float64Array.from(scores), most)]).toEqual(topK(Float64Array.from(scores), most));
    }),
  );
});
