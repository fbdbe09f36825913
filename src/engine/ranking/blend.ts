import { FEATURES } from './features.ts';

/** The blend's weights as a row beside FEATURES; features it does not name weigh nothing. */
export function blendWeights(blend: Record<string, number>): Float64Array {
  return Float64Array.from(FEATURES, (feature) => blend[feature] ?? 0);
}

/** Scores of feature rows: the weighted sum of each, summed in the order of FEATURES. */
export function blendScores(rows: Float64Array, weights: Float64Array): Float64Array {
  const width = weights.length;
  const scores = new Float64Array(rows.length / width);
  for (let r = 0; r < scores.length; r++) {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += rows[r * width + f]! * weights[f]!;
    scores[r] = sum;
  }
  return scores;
}
