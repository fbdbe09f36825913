import { expect, it } from 'vitest';
import type { Profile } from '../profile/types.ts';
import { createBitmap } from './bitmap.ts';
import { createRecentSource } from './recent.ts';

it('goes from the item looked at last back', () => {
  const viewed = Int32Array.of(3, 0, 2);
  expect(
    createRecentSource()
      .ask({ viewed } as Profile)!
      .candidates(2, createBitmap(4, true)),
  ).toEqual([
    { item: 3, source: 'recent', score: 1 },
    { item: 0, source: 'recent', score: 0.5 },
  ]);
  expect(createRecentSource().ask({ viewed: new Int32Array(0) } as Profile)).toBeUndefined();
});
