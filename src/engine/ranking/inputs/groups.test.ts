import { expect, it } from 'vitest';
import { groupsBy } from './groups.ts';
import type { RankingQuestion } from './question.ts';
import type { Shop } from './shop.ts';

it('groups own items by code: shares of the weight, the newest lag, how many', () => {
  const codes = [7, 7, 9, 0, 4];
  const question = {
    shop: {} as Shop,
    profile: { items: Int32Array.of(1, 2, 0), weights: Float64Array.of(1, 2, 1), lags: Float64Array.of(3, 4, 5) },
    items: Int32Array.of(0, 2, 3, 4),
  } as unknown as RankingQuestion;
  const { of, shares, lags, counts } = groupsBy(() => codes)(question);
  expect([...of]).toEqual([0, 1, -2, -1]);
  expect([...shares.subarray(0, 2)]).toEqual([0.5, 0.5]);
  expect([...lags.subarray(0, 2)]).toEqual([3, 4]);
  expect([...counts.subarray(0, 2)]).toEqual([2, 1]);
});
