import type { RankerCard } from '../evaluation/ranking/report.ts';
import type { LearnedRanker } from './fitRanker.ts';

/** What a bundle's card says of its ranker. */
export function describeRanker({
  content,
  chosen,
  retrieval,
  importance,
  trials,
  ladder,
  threshold,
}: LearnedRanker): RankerCard {
  return {
    importance,
    share: content.share,
    rounds: chosen.rounds,
    settings: { ...chosen.settings, candidates: content.candidates, tried: trials.length },
    ...(ladder ? { ladder } : {}),
    validation: { retrieval, ranking: chosen.ndcg, threshold },
  };
}
