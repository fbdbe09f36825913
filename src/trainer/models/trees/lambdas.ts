import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import { rankInts, type TreeMemory } from './memory.ts';
import type { Team } from './team.ts';

/** Groups of a chunk: GROUPS of ../../threads/assembly/treeLambdas.ts. */
const CHUNK_GROUPS = 16;

/** Rows of the longest group. */
export function longestGroup({ offsets }: RankingData): number {
  let longest = 0;
  for (let group = 0; group + 1 < offsets.length; group++) {
    longest = Math.max(longest, offsets[group + 1]! - offsets[group]!);
  }
  return longest;
}

/**
 * Prepares LambdaMART (Burges 2010); what comes back writes gradients and hessians of the scores as they stand: of every pair of a group
 * with different labels, the logistic loss of its difference times the nDCG that would change if both changed places. Gains are 2^label - 1.
 */
export function prepareLambdas(data: RankingData, settings: TreeSettings, memory: TreeMemory, team: Team): () => void {
  const { at } = memory;
  const { labels, offsets } = data;
  const groups = offsets.length - 1;
  const longest = longestGroup(data);
  const gains = memory.floats('gains');
  const discounts = memory.doubles('discounts');
  const inverseBest = memory.doubles('inverseBest');
  memory.ints('offsets').set(offsets);
  labels.forEach((label, row) => {
    gains[row] = 2 ** label - 1;
  });
  for (let rank = 0; rank < longest; rank++) discounts[rank] = 1 / Math.log2(rank + 2);
  for (let group = 0; group < groups; group++) {
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
  // The order of a group's rows is kept from tree to tree: it changes little.
  memory.ints('ranking').forEach((_, row, ranking) => {
    ranking[row] = row;
  });
  const given = [
    groups,
    at.offsets,
    at.scores,
    at.gains,
    at.inverseBest,
    at.discounts,
    data.weights ? at.weights : 0,
    at.gradients,
    at.hessians,
    at.ranking,
    at.ranks,
    4 * rankInts(longest),
    settings.truncation,
    settings.normalise ? 1 : 0,
  ];
  return () => {
    team.run('lambda', Math.ceil(groups / CHUNK_GROUPS), given);
  };
}
