import type { BanditLog } from '../../tables/banditLog.ts';
import type { Policy } from './policy.ts';

export interface ImportanceWeights {
  /** By impression: how much likelier the policy shows it than the one that did, at most `clip`. */
  weights: Float64Array;
  /** Their mean: 1 but for chance, where the log's propensities are right and nothing was clipped. */
  mean: number;
  /** The largest before clipping. */
  largest: number;
  clipped: number;
  /** Impressions of the policy itself that would say as much: (sum w)^2 / sum w^2 (Kish 1965). */
  effective: number;
}

/** @param log with propensities @param clip the largest weight that counts; Infinity: all count as they are */
export function importanceWeights(log: BanditLog, policy: Policy, clip: number): ImportanceWeights {
  const { item, slot, items } = log;
  const propensity = log.propensity!;
  const weights = new Float64Array(item.length);
  let [sum, squares, largest, clipped] = [0, 0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const weight = policy.chances[slot[i]! * items.length + item[i]!]! / propensity[i]!;
    largest = Math.max(largest, weight);
    if (weight > clip) clipped++;
    weights[i] = Math.min(clip, weight);
    sum += weights[i]!;
    squares += weights[i]! ** 2;
  }
  return { weights, mean: sum / weights.length, largest, clipped, effective: squares > 0 ? sum ** 2 / squares : 0 };
}
