import type { Bundle } from '../bundle/bundle.ts';
import type { Retrieved, Sources } from '../candidates/retrieve.ts';
import { topK } from '../candidates/topK.ts';
import type { Profile } from '../profile/types.ts';
import { blendScores } from '../ranking/blend.ts';
import { FEATURE_SOURCE, FEATURES } from '../ranking/features.ts';
import { backfill, inOrder } from './backfill.ts';
import { titleOf } from './display.ts';
import type { Allowed } from './filter.ts';
import { type Past, reasonOf } from './reason.ts';
import {
  type FeatureContribution,
  type Proposal,
  type Recommendation,
  SOURCE_NAMES,
  type SourceName,
} from './types.ts';

/** How many of the shopper's items a recommendation names as its grounds. */
const BECAUSE = 3;

/** Retrieved items with their features and the blend's weights: what the ranking hands to the shelf. */
export interface Ranked extends Retrieved {
  rows: Float64Array;
  weights: Float64Array;
}

/**
 * The best `k` ranked items with their reasons, then popular items until the shelf is full: first those the request
 * prefers, then what it merely permits. Ties go to the lower item number; an item whose score is not a finite number is
 * not ranked, and can only fill up.
 */
export function assembleShelf(
  bundle: Bundle,
  sources: Sources,
  profile: Profile,
  ranked: Ranked,
  allowed: Allowed,
  k: number,
  explain: boolean,
): Recommendation[] {
  const scores = blendScores(ranked.rows, ranked.weights);
  const rows = topK(scores, k);
  const recommendations = rows.map((row) =>
    recommendation(bundle, sources, profile, ranked, row, scores[row]!, explain),
  );
  if (recommendations.length < k) {
    const taken = new Set(rows.map((row) => ranked.items[row]!));
    for (const permitted of [allowed.preferred, allowed.eligible]) {
      const popular = sources.popularity?.candidates(k + taken.size, permitted).map(({ item }) => item);
      backfill(recommendations, k, popular ?? inOrder(permitted), taken, bundle.catalogue.ids);
    }
  }
  return recommendations;
}

function recommendation(
  bundle: Bundle,
  sources: Sources,
  profile: Profile,
  ranked: Ranked,
  row: number,
  score: number,
  explain: boolean,
): Recommendation {
  const { rows, weights } = ranked;
  const item = ranked.items[row]!;
  const width = FEATURES.length;
  const contributions = FEATURES.map((feature, f) => ({
    feature,
    value: rows[row * width + f]!,
    contribution: rows[row * width + f]! * weights[f]!,
  }));
  const proposers = SOURCE_NAMES.filter((_, s) => (ranked.proposers[row]! & (1 << s)) !== 0);
  const strongest = strongestSource(contributions, proposers);
  // Whatever weighs most in an item taken before, to people it is one they chose, or looked at, before.
  const source = strongest !== 'recent' && profile.items.includes(item) ? 'repeat' : strongest;
  const because = strongestOwnItems(sources, profile, source, item);
  return {
    itemId: bundle.catalogue.ids[item]!,
    score,
    source,
    sources: proposers,
    reason: reasonOf(
      source,
      because.map((own) => titleOf(bundle, own)),
      pastOf(profile, item),
    ),
    because: because.map((own) => bundle.catalogue.ids[own]!),
    ...(explain ? { explanation: contributions, proposals: proposalsOf(ranked, item) } : {}),
  };
}

function proposalsOf({ proposals }: Retrieved, item: number): Proposal[] {
  return SOURCE_NAMES.flatMap((source) => {
    const place = proposals[source]?.findIndex((candidate) => candidate.item === item) ?? -1;
    return place >= 0 ? [{ source, score: proposals[source]![place]!.score, rank: place + 1 }] : [];
  });
}

/** The source that adds most to the score; where none adds anything, popularity or else the first that proposed the item. */
function strongestSource(
  contributions: readonly (FeatureContribution & { feature: (typeof FEATURES)[number] })[],
  proposers: readonly SourceName[],
): SourceName {
  const perSource = new Map<SourceName, number>();
  for (const { feature, contribution } of contributions) {
    const source = FEATURE_SOURCE[feature];
    perSource.set(source, (perSource.get(source) ?? 0) + contribution);
  }
  let best: SourceName | undefined;
  for (const [source, sum] of perSource) if (sum > (best ? perSource.get(best)! : 0)) best = source;
  return best ?? (proposers.includes('popularity') ? 'popularity' : (proposers[0] ?? 'popularity'));
}

function pastOf({ purchases, viewed }: Profile, item: number): Past | undefined {
  if (purchases.has(item)) return 'bought';
  return viewed.includes(item) ? 'viewed' : undefined;
}

function strongestOwnItems(sources: Sources, profile: Profile, source: SourceName, item: number): number[] {
  const shares = sources[source]?.because?.(profile, item);
  if (!shares) return [];
  return topK(shares, BECAUSE)
    .filter((r) => shares[r]! > 0)
    .map((r) => profile.items[r]!);
}
