import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile/readProfile.ts';
import { SERVING } from '../testing/bundle.test-support.ts';
import { bitmapOf, createBitmap } from './bitmap.ts';
import type { Popularity } from './popularity.ts';
import { createRepeatSource } from './repeat.ts';

const popularity = { repeatRate: (item: number) => [0.5, 1, 0, 0.1][item]! } as Popularity;
const ALL = createBitmap(4, true);
const profileOf = (...items: number[]) =>
  readProfile(
    items.map((item, i) => ({ item, event: 'view_item', timestamp: i })),
    { ...SERVING, halfLifeDays: 0 },
  );

describe('the repeat source', () => {
  it('proposes the shopper’s own items, by weight times how often people return to them', () => {
    const source = createRepeatSource(popularity);
    const answer = source.ask(profileOf(0, 0, 0, 1, 3))!;
    expect(answer.candidates(9, ALL)).toEqual([
      { item: 0, source: 'repeat', score: 1.5 },
      { item: 1, source: 'repeat', score: 1 },
      { item: 3, source: 'repeat', score: 0.1 },
    ]);
    expect(answer.candidates(1, bitmapOf([0, 1, 1, 1])).map(({ item }) => item)).toEqual([1]);
    expect([...source.because!(profileOf(0, 1), 0)]).toEqual([0, 1]);
  });

  it('forgets the shopper before', () => {
    const source = createRepeatSource(popularity);
    source.ask(profileOf(0));
    expect(source.ask(profileOf(1))!.scoresOf(Int32Array.of(0))[0]).toBe(0);
    expect(source.ask(profileOf())).toBeUndefined();
  });
});
