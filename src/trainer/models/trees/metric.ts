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
    case 'ndcg':
      return { name, sign: 1, measure: (margins) => meanNdcg(margins, data, settings.cutoff) };
  }
}

/** log(1 + exp(-margin)) of a positive, without overflow. */
function logLoss(margin: number, label: number): number {
  const against = Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  return against - label * margin;
}

/**
 * Mean nDCG@k over groups that have something to find, gains 2^label - 1 (Burges et al. 2005); equal scores stay in the order of the rows.
 * 0 where no group has.
 */
export function meanNdcg(scores: ArrayLike<number>, { labels, offsets }: RankingData, k: number): number {
  let [sum, groups] = [0, 0];
  for (let group = 0; group + 1 < offsets.length; group++) {
    const rows = Array.from({ length: offsets[group + 1]! - offsets[group]! }, (_, at) => offsets[group]! + at);
    const ideal = gainOf([...rows].sort((a, b) => labels[b]! - labels[a]!));
    if (ideal === 0) continue;
    sum += gainOf(rows.sort((a, b) => scores[b]! - scores[a]! || a - b)) / ideal;
    groups++;
  }
  return groups > 0 ? sum / groups : 0;

  function gainOf(rows: readonly number[]): number {
    let gain = 0;
    for (let rank = 0; rank < Math.min(k, rows.length); rank++) {
      gain += (2 ** labels[rows[rank]!]! - 1) / Math.log2(rank + 2);
    }
    return gain;
  }
}
