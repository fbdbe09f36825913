import { POPULARITY_SCALE, type Popularity, type PopularityWindow } from '../candidates/popularity.ts';
import type { Retrieved } from '../candidates/retrieve.ts';
import type { Profile } from '../profile/types.ts';
import type { SourceName } from '../shelf/types.ts';

/** What the blend weighs, in the order of a row. Computed by this code in training and on the device. */
export const FEATURES = [
  'factors',
  'transitions',
  'neighbours',
  'repeat',
  'seen',
  'popularityShort',
  'popularityMedium',
  'popularityLong',
] as const;
export type Feature = (typeof FEATURES)[number];

/** The feature that a memory of popularity is. */
export function popularityFeature(window: PopularityWindow): Feature {
  return ({ short: 'popularityShort', medium: 'popularityMedium', long: 'popularityLong' } as const)[window];
}

/** The source that a feature speaks for, to name the reason of a recommendation. */
export const FEATURE_SOURCE: Record<Feature, SourceName> = {
  factors: 'factors',
  transitions: 'transitions',
  neighbours: 'neighbours',
  repeat: 'repeat',
  seen: 'repeat',
  popularityShort: 'popularity',
  popularityMedium: 'popularity',
  popularityLong: 'popularity',
};

/**
 * Feature rows of the retrieved items, row-major, `items.length x FEATURES.length`.
 * `factors`: z-score among the retrieved; `transitions`, `neighbours`, `repeat`: share of the highest among the
 * retrieved; `seen`: 1 for an item of the profile; popularity: log-scaled to [0, 1] over the catalogue.
 */
export function computeFeatures(
  { items, answers }: Retrieved,
  profile: Profile,
  popularity: Popularity | undefined,
): Float64Array {
  const width = FEATURES.length;
  const rows = new Float64Array(items.length * width);
  const column = (feature: Feature, valueFor: (item: number, r: number) => number) => {
    const at = FEATURES.indexOf(feature);
    for (let r = 0; r < items.length; r++) rows[r * width + at] = valueFor(items[r]!, r);
  };
  const { factors } = answers;
  if (factors) {
    const scores = factors.scoresOf(items);
    const { mean, deviation } = moments(scores);
    if (deviation > 0) column('factors', (_, r) => (scores[r]! - mean) / deviation);
  }
  for (const name of ['transitions', 'neighbours', 'repeat'] as const) {
    const answer = answers[name];
    if (!answer) continue;
    const scores = answer.scoresOf(items);
    let max = 0;
    for (let r = 0; r < scores.length; r++) max = Math.max(max, scores[r]!);
    if (max > 0) column(name, (_, r) => scores[r]! / max);
  }
  const seen = new Set(profile.items);
  column('seen', (item) => (seen.has(item) ? 1 : 0));
  if (popularity) {
    const [short, medium, long] = popularity.windows;
    column('popularityShort', (item) => short!.scores[item]! / POPULARITY_SCALE);
    column('popularityMedium', (item) => medium!.scores[item]! / POPULARITY_SCALE);
    column('popularityLong', (item) => long!.scores[item]! / POPULARITY_SCALE);
  }
  return rows;
}

function moments(scores: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  for (let r = 0; r < scores.length; r++) sum += scores[r]!;
  const mean = sum / scores.length;
  let squares = 0;
  for (let r = 0; r < scores.length; r++) squares += (scores[r]! - mean) * (scores[r]! - mean);
  return { mean, deviation: Math.sqrt(squares / scores.length) };
}
