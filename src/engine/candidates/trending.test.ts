import { expect, it } from 'vitest';
import type { Profile } from '../profile/types.ts';
import { createBitmap } from './bitmap.ts';
import type { Popularity } from './popularity.ts';
import { createTrendingSource } from './trending.ts';

const popularityOf = (short: number[], long: number[]) =>
  ({ windows: [short, long, long].map((scores) => ({ scores: Uint16Array.from(scores) })) }) as unknown as Popularity;

it('is what is more popular of late than it used to be', () => {
  const source = createTrendingSource(popularityOf([65_535, 26_214, 13_107, 0], [65_535, 13_107, 26_214, 0]))!;
  const found = source.ask({} as Profile)!.candidates(9, createBitmap(4, true));
  expect(found).toEqual([{ item: 1, source: 'trending', score: 0.2 }]);
});

it('is no source where nothing gains', () => {
  expect(createTrendingSource(popularityOf([5, 4, 3, 2], [5, 4, 3, 2]))).toBeUndefined();
});
