import { expect, it } from 'vitest';
import { createJsKernels } from '../kernels/js.ts';
import { readProfile } from '../profile/readProfile.ts';
import { EVERY_TABLE, openShop, SERVING, vectorOf } from '../testing/bundle.test-support.ts';
import { createBitmap } from './bitmap.ts';
import { createContentSource } from './content.ts';

// Long texts must not weigh more than short ones: item 1 says the same as item 0, ten times as loud.
const content = [vectorOf(0), vectorOf(0).map((value) => 10 * value), vectorOf(0, 1), vectorOf(1), vectorOf()];
const section = (await openShop({ ...EVERY_TABLE, ids: ['a', 'b', 'c', 'd', 'e'], content, vectors: content })).section(
  'content',
)!;
const source = createContentSource(section, 5, createJsKernels());
const ALL = createBitmap(5, true);
const profileOf = (...items: number[]) =>
  readProfile(
    items.map((item, i) => ({ item, event: 'view_item', timestamp: i + 1 })),
    { ...SERVING, halfLifeDays: 0 },
  );

it('compares by cosine, and is silent on items without text', () => {
  const found = source.similar(0, 9, ALL);
  expect(found.map(({ item }) => item)).toEqual([0, 1, 2]);
  [1, 1, Math.SQRT1_2].forEach((cosine, place) => {
    expect(found[place]!.score).toBeCloseTo(cosine, 2);
  });
  expect(source.similar(4, 9, ALL)).toEqual([]);
  expect([...source.cosinesOf(4, Int32Array.of(0, 4))]).toEqual([0, 0]);
  expect(source.cosinesOf(3, Int32Array.of(2))[0]).toBeCloseTo(Math.SQRT1_2, 2);
});

it('adds up what a shopper took, each text alike whatever its length', () => {
  const scores = source.ask(profileOf(1, 3))!.scoresOf(Int32Array.of(0, 3, 2, 4));
  expect(scores[0]).toBeCloseTo(scores[1]!, 2);
  expect(scores[2]).toBeCloseTo(1, 2);
  expect(scores[3]).toBe(0);
});

it('has nothing to say of no history, and of one without text', () => {
  expect(source.ask(profileOf())).toBeUndefined();
  expect(source.ask(profileOf(4))).toBeUndefined();
});
