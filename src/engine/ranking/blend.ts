import type { Asking } from '../shelf/placements.ts';
import { SOURCE_NAMES, type SourceName } from '../shelf/types.ts';
import { FEATURE_SOURCE, FEATURES, type Feature } from './features.ts';

/** The blend's weights as a row beside FEATURES; features it does not name weigh nothing. */
export function blendWeights(blend: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(FEATURES, (feature) => blend[feature] ?? 0);
}

/**
 * The blend as a placement asks for it: a source's learned features count its weight times as much, those of a source that
 * is not asked nothing. A source that the blend knows nothing of counts only where it was given a weight: then its lead
 * feature counts that much (a learned blend's strongest counts 1). Where nothing that is asked counts anything, as on a
 * shelf of recently viewed items, every asked source counts its weight, or 1.
 * `leads`: the feature that speaks for each source by itself.
 */
export function placedBlend(
  blend: Readonly<Record<string, number>>,
  asking: Readonly<Record<SourceName, Asking>>,
  leads: Readonly<Record<SourceName, Feature>>,
): Float64Array {
  const weights = blendWeights(blend);
  for (const source of SOURCE_NAMES) {
    const { quota, weight } = asking[source];
    if (quota > 0 && weight === undefined) continue;
    const factor = quota > 0 ? weight! : 0;
    let isLearned = false;
    FEATURES.forEach((feature, f) => {
      if (FEATURE_SOURCE[feature] !== source) return;
      isLearned ||= weights[f] !== 0;
      weights[f]! *= factor;
    });
    if (!isLearned) weights[FEATURES.indexOf(leads[source])] = factor;
  }
  if (weights.every((weight) => weight === 0))
    for (const source of SOURCE_NAMES)
      if (asking[source].quota > 0) weights[FEATURES.indexOf(leads[source])] = asking[source].weight ?? 1;
  return weights;
}

/**
 * Scores of feature rows: the weighted sum of each, summed in the order of FEATURES. NaN, which no ranking places, where
 * the sum is not finite.
 */
export function blendScores(rows: Float64Array, weights: Float64Array): Float64Array {
  const width = weights.length;
  const scores = new Float64Array(rows.length / width);
  for (let r = 0; r < scores.length; r++) {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += rows[r * width + f]! * weights[f]!;
    scores[r] = Number.isFinite(sum) ? sum : Number.NaN;
  }
  return scores;
}
