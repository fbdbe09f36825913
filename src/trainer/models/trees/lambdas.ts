import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';

/** What LambdaMART needs of the labels, which do not change. */
export interface LambdaState {
  data: RankingData;
  settings: TreeSettings;
  /** 2^label - 1 by row. */
  gains: Float64Array;
  /** 1 / log2(rank + 2). */
  discounts: Float64Array;
  /** 1 / the best DCG there is, by group; 0 where there is nothing to find. */
  inverseBest: Float64Array;
}

export function prepareLambdas(data: RankingData, settings: TreeSettings): LambdaState {
  const { labels, offsets } = data;
  let longest = 0;
  for (let group = 0; group + 1 < offsets.length; group++) {
    longest = Math.max(longest, offsets[group + 1]! - offsets[group]!);
  }
  const discounts = Float64Array.from({ length: longest }, (_, rank) => 1 / Math.log2(rank + 2));
  const gains = Float64Array.from(labels, (label) => 2 ** label - 1);
  const inverseBest = new Float64Array(Math.max(0, offsets.length - 1));
  for (let group = 0; group < inverseBest.length; group++) {
    const sorted = gains
      .slice(offsets[group], offsets[group + 1])
      .sort()
      .reverse();
    let best = 0;
    for (let rank = 0; rank < Math.min(settings.truncation, sorted.length); rank++) {
      best += sorted[rank]! * discounts[rank]!;
    }
    inverseBest[group] = best > 0 ? 1 / best : 0;
  }
  return { data, settings, gains, discounts, inverseBest };
}

/**
 * Gradients and hessians of LambdaMART (Burges 2010): of every pair of a group with different labels, the logistic loss of its difference times
 * the nDCG that would change if both changed places; the better-ranked of a pair within `truncation`. Normalised as LightGBM's lambdarank_norm.
 */
export function addLambdas(
  state: LambdaState,
  scores: Float64Array,
  gradients: Float32Array,
  hessians: Float32Array,
): void {
  const { data, settings, gains, discounts, inverseBest } = state;
  const { labels, offsets, weights } = data;
  const longest = discounts.length;
  const [slopes, bends] = [new Float64Array(longest), new Float64Array(longest)];
  for (let group = 0; group + 1 < offsets.length; group++) {
    const first = offsets[group]!;
    const count = offsets[group + 1]! - first;
    const order = Array.from({ length: count }, (_, at) => first + at);
    order.sort((a, b) => scores[b]! - scores[a]! || a - b);
    slopes.fill(0, 0, count);
    bends.fill(0, 0, count);
    const isSpread = count > 0 && scores[order[0]!] !== scores[order[count - 1]!];
    let total = 0;
    for (let i = 0; i < Math.min(count - 1, settings.truncation) && inverseBest[group]! > 0; i++) {
      for (let j = i + 1; j < count; j++) {
        const [a, b] = [order[i]!, order[j]!];
        if (labels[a] === labels[b]) continue;
        const [better, worse] = labels[a]! > labels[b]! ? [a, b] : [b, a];
        const apart = scores[better]! - scores[worse]!;
        let change = (gains[better]! - gains[worse]!) * (discounts[i]! - discounts[j]!) * inverseBest[group]!;
        if (settings.normalise && isSpread) change /= 0.01 + Math.abs(apart);
        const wrong = 1 / (1 + Math.exp(apart));
        const slope = change * wrong;
        const bend = change * wrong * (1 - wrong);
        slopes[better - first]! -= slope;
        slopes[worse - first]! += slope;
        bends[better - first]! += bend;
        bends[worse - first]! += bend;
        total += 2 * slope;
      }
    }
    const norm = settings.normalise && total > 0 ? Math.log2(1 + total) / total : 1;
    for (let at = 0; at < count; at++) {
      const weight = norm * (weights?.[first + at] ?? 1);
      gradients[first + at] = weight * slopes[at]!;
      hessians[first + at] = weight * bends[at]!;
    }
  }
}
