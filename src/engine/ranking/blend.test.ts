import { expect, it } from 'vitest';
import { blendScores, blendWeights } from './blend.ts';
import { FEATURES } from './features.ts';

it('puts weights beside the features, 0 where the blend names none, and ignores names that are no feature', () => {
  const weights = blendWeights({ factors: 2, popularityLong: -1, constructor: 9 as number, later: 5 });
  expect([...weights]).toEqual(FEATURES.map((name) => ({ factors: 2, popularityLong: -1 })[name as string] ?? 0));
});

it('scores a row by its weighted sum', () => {
  expect([...blendScores(Float64Array.of(1, 2, 3, 4), Float64Array.of(10, -1))]).toEqual([8, 26]);
  expect(blendScores(new Float64Array(0), Float64Array.of(1, 1))).toHaveLength(0);
});
