import { placeOf } from '../candidates/bitmap.ts';
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
  'together',
  'content',
  'segments',
  'sessions',
  'recent',
  'trending',
  'arrivals',
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
  together: 'together',
  content: 'content',
  segments: 'segments',
  sessions: 'sessions',
  recent: 'recent',
  trending: 'trending',
  arrivals: 'arrivals',
};

/** The feature by which each source counts where the blend has learned nothing of it. */
export function leadFeatures(mainWindow: PopularityWindow): Record<SourceName, Feature> {
  return {
    factors: 'factors',
    transitions: 'transitions',
    neighbours: 'neighbours',
    together: 'together',
    content: 'content',
    segments: 'segments',
    sessions: 'sessions',
    repeat: 'repeat',
    recent: 'recent',
    popularity: popularityFeature(mainWindow),
    trending: 'trending',
    arrivals: 'arrivals',
  };
}

/** Sources whose scores lie on both sides of 0, with no end that means "nothing". */
const STANDARDISED = ['factors', 'content'] as const;
/** Sources whose scores are evidence from 0 up. */
const SHARES = [
  'transitions',
  'neighbours',
  'repeat',
  'together',
  'segments',
  'sessions',
  'recent',
  'trending',
  'arrivals',
] as const;

const PLACE_OF = Object.fromEntries(FEATURES.map((feature, f) => [feature, f])) as Record<Feature, number>;

/**
 * Feature rows of the retrieved items, row-major, `items.length x FEATURES.length`.
 * `factors`, `content`: z-score among the retrieved; `seen`: 1 for an item of the profile; popularity: log-scaled to [0, 1]
 * over the catalogue; every other source: share of the highest among the retrieved. A source's NaN or infinity counts as 0.
 * `weights`, by FEATURES: a feature of weight 0 is not computed and stays 0, which changes no score; absent: all are.
 */
export function computeFeatures(
  { items, answers }: Pick<Retrieved, 'items' | 'answers'>,
  profile: Profile,
  popularity: Popularity | undefined,
  weights?: Float64Array,
): Float64Array {
  const width = FEATURES.length;
  const rows = new Float64Array(items.length * width);
  const counts = (feature: Feature) => weights === undefined || weights[PLACE_OF[feature]] !== 0;
  for (const name of STANDARDISED) {
    const scores = counts(name) && answers[name] && finite(answers[name].scoresOf(items));
    if (scores) standardise(rows, PLACE_OF[name], scores);
  }
  for (const name of SHARES) {
    const scores = counts(name) && answers[name] && finite(answers[name].scoresOf(items));
    if (scores) scaleToHighest(rows, PLACE_OF[name], scores);
  }
  if (items.length > 0 && counts('seen'))
    for (let r = 0; r < profile.items.length; r++) {
      const place = placeOf(items, profile.items[r]!);
      if (items[place] === profile.items[r]) rows[place * width + PLACE_OF.seen] = 1;
    }
  for (const { name, scores } of popularity?.windows ?? []) {
    const feature = popularityFeature(name);
    if (!counts(feature)) continue;
    const at = PLACE_OF[feature];
    for (let r = 0; r < items.length; r++) rows[r * width + at] = scores[items[r]!]! / POPULARITY_SCALE;
  }
  return rows;
}

function standardise(rows: Float64Array, at: number, scores: Float64Array): void {
  let sum = 0;
  for (let r = 0; r < scores.length; r++) sum += scores[r]!;
  const mean = sum / scores.length;
  let squares = 0;
  for (let r = 0; r < scores.length; r++) squares += (scores[r]! - mean) * (scores[r]! - mean);
  const deviation = Math.sqrt(squares / scores.length);
  if (!(deviation > 0)) return;
  for (let r = 0; r < scores.length; r++) rows[r * FEATURES.length + at] = (scores[r]! - mean) / deviation;
}

function scaleToHighest(rows: Float64Array, at: number, scores: Float64Array): void {
  let max = 0;
  for (let r = 0; r < scores.length; r++) if (scores[r]! > max) max = scores[r]!;
  if (max === 0) return;
  for (let r = 0; r < scores.length; r++) rows[r * FEATURES.length + at] = scores[r]! / max;
}

/** The scores as a copy, which the source's next answer does not change. */
function finite(scores: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(scores.length);
  for (let r = 0; r < scores.length; r++) {
    const score = scores[r]!;
    copy[r] = score - score === 0 ? score : 0;
  }
  return copy;
}
