import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../bundle/bundle.ts';
import { D, openEncoder, profileOf, vectors } from './shoppers.test-support.ts';

const RANK = 6;
const MEAN = 3.4;
const LAMBDA = 0.2;
const RATINGS: Section = {
  name: 'factors',
  params: { encoder: 'mf', dimensions: D, rank: RANK, mean: MEAN, lambda: LAMBDA },
  arrays: {},
};
const rated = (...own: (readonly [item: number, rating: number])[]) => ({
  ...profileOf(own.map(([item]) => [item, 1])),
  ratings: Float64Array.from(own, ([, rating]) => rating),
});
const history = fc.uniqueArray(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 5 })), {
  selector: ([item]) => item,
  minLength: 1,
});

/** What a shopper's vector says of an item. */
const predicted = (user: Float32Array, item: number) =>
  MEAN + user.reduce((sum, x, d) => sum + x * vectors[item * D + d]!, 0);

describe('encoder mf', () => {
  const encode = openEncoder(RATINGS);

  it('solves the ridge regression of the ratings on the items’ factors', () => {
    fc.assert(
      fc.property(history, (own) => {
        const user = encode(rated(...own))!;
        expect([...user.subarray(RANK)]).toEqual([1, ...new Array<number>(D - RANK - 1).fill(0)]);
        for (let d = 0; d < RANK; d++) {
          let gap = -LAMBDA * own.length * user[d]!;
          for (const [item, rating] of own) gap += vectors[item * D + d]! * (rating - predicted(user, item));
          expect(Math.abs(gap)).toBeLessThan(1e-2);
        }
      }),
    );
  });

  it('puts an item alike what was rated high above one alike what was rated low', () => {
    const user = encode(rated([0, 5], [1, 1]))!;
    const swapped = encode(rated([0, 1], [1, 5]))!;
    expect(predicted(user, 0)).toBeGreaterThan(predicted(swapped, 0));
    expect(predicted(user, 1)).toBeLessThan(predicted(swapped, 1));
  });

  it('leaves out what was taken without a rating, and what training never saw', () => {
    const user = encode(rated([0, 4], [2, 2]));
    expect(encode(rated([3, Number.NaN], [0, 4], [5, 1], [2, 2]))).toEqual(user);
    expect(encode(rated([3, Number.NaN]))).toBeUndefined();
    expect(encode(rated([5, 5]))).toBeUndefined();
  });

  it('takes more ratings than the solver takes at once', () => {
    const own = Array.from({ length: 1000 }, (_, i): [number, number] => [i % 5, 1 + (i % 5)]);
    const few = encode(rated(...own.slice(0, 5)))!;
    encode(rated(...own))!.forEach((x, d) => {
      expect(x).toBeCloseTo(few[d]!, 2);
    });
  });

  it.each([0, D, 2.5, -1])('is refused with rank %d', (rank) => {
    expect(() => openEncoder({ ...RATINGS, params: { ...RATINGS.params, rank } })).toThrow('rank');
  });
});
