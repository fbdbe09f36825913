import type { FeatureContribution } from '../../shelf/types.ts';

/** One of the probabilities that a score is a weighted sum of, and whence it comes. */
export interface ScorePart {
  /** Its weight in the score. */
  weight: number;
  /** What it was before it was a probability: the model's margin, or the blend's score. */
  margin: number;
  /** The margin of which no feature speaks. */
  base: number;
  /** What each feature adds to the margin; with `base` they sum to it. */
  features: readonly FeatureContribution[];
  /** From margin to probability, rising. */
  probabilityOf(margin: number): number;
}

/** Margins nearer than this to the base have the slope there instead of the chord's. */
const NEAR = 1e-6;

/**
 * What each feature adds to a score, in units of the score. A part's contributions to its margin are drawn to scale, by one factor, to
 * (probability - probability of the base); a feature that several parts have is given once. `base` stands first, the others by size.
 *
 * Summed in their order they are the score: to the last bit, as the smallest of them absorbs what is lost to rounding (unless every one is
 * larger than the score itself: then to the last bit of the largest).
 */
export function contributionsOf(score: number, parts: readonly ScorePart[]): FeatureContribution[] {
  let base = 0;
  const byFeature = new Map<string, FeatureContribution>();
  for (const { weight, margin, base: from, features, probabilityOf } of parts) {
    if (weight === 0) continue;
    base += weight * probabilityOf(from);
    const scale = weight * chordOf(probabilityOf, from, margin);
    for (const { feature, value, contribution } of features) {
      const already = byFeature.get(feature)?.contribution ?? 0;
      byFeature.set(feature, { feature, value, contribution: already + scale * contribution });
    }
  }
  const sorted = [...byFeature.values()].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const all = [{ feature: 'base', value: base, contribution: base }, ...sorted];
  // Those of nothing come last, and stay nothing.
  const count = all.findIndex(({ contribution }, place) => place > 0 && contribution === 0);
  const last = all[(count < 0 ? all.length : count) - 1]!;
  let sum = 0;
  for (const one of all) if (one !== last) sum += one.contribution;
  last.contribution = score - sum;
  return all;
}

function chordOf(probabilityOf: (margin: number) => number, from: number, to: number): number {
  const isNear = Math.abs(to - from) < NEAR;
  const [low, high] = isNear ? [from - NEAR, from + NEAR] : [from, to];
  return (probabilityOf(high) - probabilityOf(low)) / (high - low);
}
