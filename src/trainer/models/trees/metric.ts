import { rocAuc } from '../../evaluation/ranking/curves.ts';
import { sweep } from '../../evaluation/ranking/sweep.ts';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';

export interface Metric {
  name: Exclude<TreeSettings['metric'], 'auto'>;
  /** 1 where more is better, -1 where less is. */
  sign: 1 | -1;
  /** Of margins, one per row of the data. */
  measure(margins: Float64Array): number;
}

const OWN = { binary: 'logLoss', lambdarank: 'ndcg', regression: 'squaredError' } as const;

/** What rows are measured by; means over rows are weighted, those over groups are not. */
export function metricOf(data: RankingData, settings: TreeSettings): Metric {
  const name = settings.metric === 'auto' ? OWN[settings.objective] : settings.metric;
  const { labels, weights } = data;
  const meanOver = (loss: (row: number) => number) => {
    let [sum, total] = [0, 0];
    for (let row = 0; row < labels.length; row++) {
      const weight = weights?.[row] ?? 1;
      sum += weight * loss(row);
      total += weight;
    }
    return sum / total;
  };
  switch (name) {
    case 'logLoss':
      return { name, sign: -1, measure: (margins) => meanOver((row) => logLoss(margins[row]!, labels[row]!)) };
    case 'squaredError':
      return { name, sign: -1, measure: (margins) => meanOver((row) => (margins[row]! - labels[row]!) ** 2) };
    case 'auc':
      return { name, sign: 1, measure: (margins) => rocAuc(sweep(margins, labels)) };
    case 'ndcg': {
      const ideals = idealGains(data, settings.cutoff);
      return { name, sign: 1, measure: (margins) => meanNdcg(margins, data, settings.cutoff, ideals) };
    }
  }
}

/** log(1 + exp(-margin)) of a positive, without overflow. */
function logLoss(margin: number, label: number): number {
  const against = Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  return against - label * margin;
}

/**
 * Mean nDCG@k over groups that have something to find, gains 2^label - 1 (Burges et al. 2005); equal scores stay in the order of the rows.
 * 0 where no group has. `ideals`: what idealGains says, where it is known.
 */
export function meanNdcg(
  scores: ArrayLike<number>,
  data: RankingData,
  k: number,
  ideals: Float64Array = idealGains(data, k),
): number {
  const { labels, offsets } = data;
  let [sum, groups] = [0, 0];
  for (let group = 0; group < ideals.length; group++) {
    if (ideals[group] === 0) continue;
    sum += gainOfBest(scores, labels, offsets[group]!, offsets[group + 1]!, k) / ideals[group]!;
    groups++;
  }
  return groups > 0 ? sum / groups : 0;
}

/** DCG@k of each group in the order of its labels. */
function idealGains({ labels, offsets }: RankingData, k: number): Float64Array {
  return Float64Array.from({ length: Math.max(0, offsets.length - 1) }, (_, group) =>
    gainOfBest(labels, labels, offsets[group]!, offsets[group + 1]!, k),
  );
}

/** DCG of the k rows of highest score. */
function gainOfBest(scores: ArrayLike<number>, labels: Float32Array, first: number, last: number, k: number): number {
  const best: number[] = [];
  for (let row = first; row < last; row++) {
    if (best.length === k && !(scores[row]! > scores[best[k - 1]!]!)) continue;
    let rank = Math.min(best.length, k - 1);
    for (; rank > 0 && scores[row]! > scores[best[rank - 1]!]!; rank--) best[rank] = best[rank - 1]!;
    best[rank] = row;
  }
  return best.reduce((gain, row, rank) => gain + (2 ** labels[row]! - 1) / Math.log2(rank + 2), 0);
}
