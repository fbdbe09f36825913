import { describe, expect, it } from 'vitest';
import { POPULARITY_WINDOWS, type Popularity } from '../candidates/popularity.ts';
import type { SourceAnswer } from '../candidates/source.ts';
import { readProfile } from '../profile/readProfile.ts';
import { SERVING } from '../testing/bundle.test-support.ts';
import { computeFeatures, FEATURE_SOURCE, FEATURES, type Feature, popularityFeature } from './features.ts';

const answerOf = (scores: number[]): SourceAnswer => ({
  scoresOf: (items) => Float64Array.from(items, (item) => scores[item]!),
  candidates: () => [],
});
const profile = readProfile([{ item: 1, event: 'view_item', timestamp: 1 }], SERVING);
const popularity = {
  windows: [
    [65535, 0, 0],
    [0, 65535, 0],
    [0, 0, 13107],
  ].map((scores, window) => ({ name: POPULARITY_WINDOWS[window], scores: Uint16Array.from(scores) })),
} as unknown as Popularity;

function column(rows: Float64Array, feature: Feature): number[] {
  const at = FEATURES.indexOf(feature);
  return Array.from({ length: rows.length / FEATURES.length }, (_, r) => rows[r * FEATURES.length + at]!);
}

describe('computeFeatures', () => {
  const items = Int32Array.of(0, 1, 2);
  const answers = { factors: answerOf([1, 2, 3]), transitions: answerOf([0, 2, 8]), repeat: answerOf([0, 5, 0]) };
  const rows = computeFeatures({ items, answers }, profile, popularity);

  it('standardises factors among the retrieved', () => {
    const [a, b, c] = column(rows, 'factors') as [number, number, number];
    expect([a, b, c].map((value) => value.toFixed(6))).toEqual(['-1.224745', '0.000000', '1.224745']);
  });

  it('scales sparse sources to the strongest of the retrieved', () => {
    expect(column(rows, 'transitions')).toEqual([0, 0.25, 1]);
    expect(column(rows, 'repeat')).toEqual([0, 1, 0]);
    expect(column(rows, 'neighbours')).toEqual([0, 0, 0]);
  });

  it('knows what was taken and what is popular', () => {
    expect(column(rows, 'seen')).toEqual([0, 1, 0]);
    expect(column(rows, 'popularityShort')).toEqual([1, 0, 0]);
    expect(column(rows, 'popularityMedium')).toEqual([0, 1, 0]);
    expect(column(rows, 'popularityLong')).toEqual([0, 0, 0.2]);
  });

  it('is 0 and never NaN where a source says the same of all, or of nothing', () => {
    const flat = { factors: answerOf([4, 4, 4]), transitions: answerOf([0, 0, 0]) };
    expect([...computeFeatures({ items, answers: flat }, profile, undefined)].filter((value) => value !== 0)).toEqual([
      1,
    ]);
    expect(computeFeatures({ items: new Int32Array(0), answers: flat }, profile, popularity)).toHaveLength(0);
    const one = computeFeatures({ items: Int32Array.of(2), answers: flat }, profile, undefined);
    expect(one.every((value) => value === 0)).toBe(true);
  });
});

it('every feature speaks for a source, and every memory of popularity is a feature', () => {
  for (const feature of FEATURES) expect(FEATURE_SOURCE[feature]).toBeTypeOf('string');
  for (const window of ['short', 'medium', 'long'] as const) expect(FEATURES).toContain(popularityFeature(window));
});
