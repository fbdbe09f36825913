import type { Bundle } from '../bundle/bundle.ts';
import type { Sources } from '../candidates/retrieve.ts';
import { topK } from '../candidates/topK.ts';
import type { Profile } from '../profile/types.ts';
import type { Explain } from '../ranking/explain/explain.ts';
import { FEATURE_SOURCE, FEATURES } from '../ranking/features.ts';
import type { Blended, Ranked } from '../ranking/ranker.ts';
import { backfill, inOrder } from './backfill.ts';
import { titleOf } from './display.ts';
import type { Allowed } from './filter.ts';
import { type Past, reasonOf } from './reason.ts';
import { type Recommendation, type RecommendRequest, SOURCE_NAMES, type SourceName } from './types.ts';

/** How many of the shopper's items a recommendation names as its grounds. */
const BECAUSE = 3;

/**
 * The best `k` ranked items with their reasons, then popular items until the shelf is full: first those the request
 * prefers, then what it merely permits. Ties go to the lower item number; an item whose score is not a finite number is
 * not ranked, and can only fill up.
 * @param explain adds why; its reason is given before the source's
 */
export function assembleShelf(
  bundle: Bundle,
  sources: Sources,
  profile: Profile,
  found: Blended,
  ranked: Ranked | undefined,
  allowed: Allowed,
  { k, minScore = 0 }: Pick<RecommendRequest, 'k' | 'minScore'>,
  explain?: Explain,
): Recommendation[] {
  const { scores } = ranked ?? found;
  const isWanted = ranked && minScore > 0;
  const rows = topK(scores, k).filter((row) => !isWanted || scores[row]! >= minScore);
  const recommendations = rows.map((row) => recommendation(bundle, sources, profile, found, ranked, row, explain));
  if (recommendations.length < k && !isWanted) {
    const taken = new Set(rows.map((row) => found.items[row]!));
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
  found: Blended,
  ranked: Ranked | undefined,
  row: number,
  explain: Explain | undefined,
): Recommendation {
  const { rows, weights } = found;
  const item = found.items[row]!;
  const width = FEATURES.length;
  const proposers = SOURCE_NAMES.filter((_, s) => (found.proposers[row]! & (1 << s)) !== 0);
  const scores = ranked?.partsOf(row);
  const strongest = strongestSource(rows.subarray(row * width, (row + 1) * width), weights, proposers);
  // Whatever weighs most in an item taken before, to people it is one they chose, or looked at, before.
  const source = strongest !== 'recent' && profile.items.includes(item) ? 'repeat' : strongest;
  const because = strongestOwnItems(sources, profile, source, item);
  return {
    itemId: bundle.catalogue.ids[item]!,
    score: (ranked ?? found).scores[row]!,
    source,
    sources: proposers,
    reason: reasonOf(
      source,
      // A reason names one item; each title is decoded from bytes.
      because.slice(0, 1).map((own) => titleOf(bundle, own)),
      pastOf(profile, item),
    ),
    because: because.map((own) => bundle.catalogue.ids[own]!),
    ...(scores && { scores }),
    ...explain?.(profile, found, ranked, row),
  };
}

/** The source of each feature, as its place in SOURCE_NAMES. */
const SOURCE_PLACES = FEATURES.map((feature) => SOURCE_NAMES.indexOf(FEATURE_SOURCE[feature]));
/** Sources in the order in which features name them: the first of equals is named. */
const ORDER = [...new Set(SOURCE_PLACES)];

/** The source that adds most to the score; where none adds anything, popularity or else the first that proposed the item. */
function strongestSource(values: Float64Array, weights: Float64Array, proposers: readonly SourceName[]): SourceName {
  const sums = new Float64Array(SOURCE_NAMES.length);
  for (let f = 0; f < values.length; f++) sums[SOURCE_PLACES[f]!]! += values[f]! * weights[f]!;
  let best = -1;
  for (const source of ORDER) if (sums[source]! > (best < 0 ? 0 : sums[best]!)) best = source;
  if (best >= 0) return SOURCE_NAMES[best]!;
  return proposers.includes('popularity') ? 'popularity' : (proposers[0] ?? 'popularity');
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
