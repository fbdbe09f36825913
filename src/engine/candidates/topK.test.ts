import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf, createBitmap } from './bitmap.ts';
import { topK } from './topK.ts';

// Few distinct scores, so that ties are common; -0 and infinities too.
const score = fc.constantFrom(-3, -0.5, -0, 0, 0.5, 1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const byScore = (scores: number[]) => (a: number, b: number) =>
  scores[a] === scores[b] ? a - b : scores[a]! < scores[b]! ? 1 : -1;

describe('topK', () => {
  it('is a sort, cut: best first, ties to the lower number, only what is allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(score, fc.boolean())), fc.nat(40), (entries, k) => {
        const scores = entries.map(([value]) => value);
        const allowed = bitmapOf(entries.map(([, isAllowed]) => Number(isAllowed)));
        const sorted = scores.map((_, i) => i).filter((i) => entries[i]![1]);
        expect(topK(scores, k, allowed)).toEqual(sorted.sort(byScore(scores)).slice(0, k));
      }),
      { numRuns: 500 },
    );
  });

  it('looks at the given items alone, in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1 }),
        fc.uniqueArray(fc.nat(30)),
        fc.integer({ min: 1, max: 9 }),
        (scores, numbers, k) => {
          const items = numbers.filter((item) => item < scores.length);
          expect(topK(scores, k, undefined, items)).toEqual([...items].sort(byScore(scores)).slice(0, k));
        },
      ),
    );
  });

  it('gives what there is where more is asked, and nothing for nothing', () => {
    const scores = Float32Array.of(1, 3, 2);
    expect(topK(scores, 10, bitmapOf([1, 1, 1]))).toEqual([1, 2, 0]);
    expect(topK(scores, 0, bitmapOf([1, 1, 1]))).toEqual([]);
    expect(topK(scores, 2, createBitmap(3))).toEqual([]);
    expect(topK(Float64Array.of(1, Number.NaN, 2), 3)).toEqual([2, 0]);
    expect(topK([], 5, createBitmap(0))).toEqual([]);
  });
});
