import { describe, expect, it } from 'vitest';
import { askingOf } from '../shelf/placements.ts';
import { SOURCE_NAMES, type SourceSettings } from '../shelf/types.ts';
import { blendScores, blendWeights, placedBlend } from './blend.ts';
import { FEATURES, leadFeatures } from './features.ts';

it('puts weights beside the features, 0 where the blend names none, and ignores names that are no feature', () => {
  const weights = blendWeights({ factors: 2, popularityLong: -1, constructor: 9 as number, later: 5 });
  expect([...weights]).toEqual(FEATURES.map((name) => ({ factors: 2, popularityLong: -1 })[name as string] ?? 0));
});

it('scores a row by its weighted sum', () => {
  expect([...blendScores(Float64Array.of(1, 2, 3, 4), Float64Array.of(10, -1))]).toEqual([8, 26]);
  expect(blendScores(new Float64Array(0), Float64Array.of(1, 1))).toHaveLength(0);
});

describe('a placed blend', () => {
  const quotas = (sources: SourceSettings) => askingOf({}, { sources });
  const leads = leadFeatures('medium');
  const named = (weights: Float64Array) =>
    Object.fromEntries(
      FEATURES.map((feature, f) => [feature, weights[f]!] as const).filter(([, weight]) => weight !== 0),
    );

  it('is what was learned where nobody asked for anything else', () => {
    const blend = { factors: 1, seen: -0.5, popularityLong: 0.2 };
    expect(named(placedBlend(blend, quotas({}), leads))).toEqual(blend);
  });

  it('multiplies every feature of a source, and silences what is not asked', () => {
    const blend = { factors: 1, repeat: 0.3, seen: -0.5, popularityLong: 0.2, popularityShort: -0.1 };
    const asking = quotas({ repeat: { weight: 2 }, popularity: { quota: 0, weight: 3 }, factors: { weight: 0 } });
    expect(named(placedBlend(blend, asking, leads))).toEqual({ repeat: 0.6, seen: -1 });
  });

  it('lets an unlearned source count the weight that it is given, by its lead feature', () => {
    const asking = quotas({ popularity: { weight: 0.4 }, content: { weight: 0.7 }, sessions: { quota: 5 } });
    expect(named(placedBlend({ factors: 1 }, asking, leads))).toEqual({
      factors: 1,
      popularityMedium: 0.4,
      content: 0.7,
    });
  });

  it('counts whatever is asked where nothing of it was learned', () => {
    const silent = Object.fromEntries(SOURCE_NAMES.map((name) => [name, { quota: 0 }]));
    const asking = quotas({ ...silent, recent: { quota: 9 }, arrivals: { quota: 9 } });
    expect(named(placedBlend({ factors: 1 }, asking, leads))).toEqual({ recent: 1, arrivals: 1 });
  });
});

it('gives no score where the sum is no finite number', () => {
  const rows = Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 0, Number.NaN, 1);
  expect([...blendScores(rows, Float64Array.of(1, 1))]).toEqual([3, Number.NaN, Number.NaN]);
});
