import type { Interaction } from '../events.ts';
import { pageEvent } from '../profile/pageEvent.ts';
import type { Engine } from '../recommender.ts';
import { isWithin } from '../shelf/columns.ts';
import { bucketOf, type ListBundle } from './listBundle.ts';

/** Own items whose records are asked for: the newest. A history's rows speak of the newest 30 at most. */
export const OWN_ITEMS = 48;

/** Distinct ids that the shopper or the page touched, newest first, at most OWN_ITEMS. The page's own come first. */
export function ownItems(log: readonly Interaction[], context: readonly string[] = []): string[] {
  const own = new Set<string>();
  for (const itemId of context) if (own.size < OWN_ITEMS) own.add(itemId);
  for (let i = log.length - 1; i >= 0 && own.size < OWN_ITEMS; i--) own.add(log[i]!.itemId);
  return [...own];
}

/** The distinct buckets of ids, in the order of the ids. */
export function bucketsOf(lists: ListBundle, itemIds: Iterable<string>): number[] {
  const buckets = new Set<number>();
  for (const itemId of itemIds) buckets.add(bucketOf(itemId, lists.buckets));
  return [...buckets];
}

/**
 * The lists in which a vector's best items are expected, best first: by the inner product with their centroids, ties to the
 * lower number. `more`: how many beyond those that answer, for fetching ahead.
 */
export function listsFor(lists: ListBundle, vector: Float32Array | undefined, more = 0): number[] {
  if (!vector) return [];
  return Array.from(lists.centroids.search(vector, Math.min(lists.lists, lists.probes + more)).items);
}

/**
 * For a request within categories: of the lists that hold most of them, those that the vector points to most, at most as many as are
 * probed; without a vector, the fullest first.
 */
export function listsWithin(lists: ListBundle, asked: readonly string[], vector: Float32Array | undefined): number[] {
  const { categories } = lists.bundle.catalogue;
  const found = new Map<number, number>();
  categories.forEach((category, code) => {
    if (!asked.some((path) => path !== '' && isWithin(category, path))) return;
    const start = lists.categoryStarts[code]!;
    for (let at = start; at < lists.categoryStarts[code + 1]!; at++) {
      const list = lists.categoryLists[at]!;
      found.set(list, Math.min(at - start, found.get(list) ?? Number.POSITIVE_INFINITY));
    }
  });
  const candidates = Int32Array.from(found.keys()).sort();
  const scores = vector ? lists.centroids.scoresOf(vector, candidates) : candidates.map((list) => -found.get(list)!);
  return Array.from(candidates, (list, i) => ({ list, score: scores[i]! }))
    .sort((a, b) => b.score - a.score || a.list - b.list)
    .slice(0, lists.probes)
    .map(({ list }) => list);
}

/** The vector that a shopper's lists are chosen by, from an engine that knows the shopper's own items at least. */
export function vectorOf(engine: Engine, log: readonly Interaction[]): Float32Array | undefined {
  return engine.sources.factors?.userVector(engine.readProfile(log));
}

/** The log with the page's own items as its newest events, as a request counts them: for choosing lists. */
export function withPage(engine: Engine, log: readonly Interaction[], context: readonly string[]): Interaction[] {
  const event = pageEvent(engine.bundle.manifest.serving);
  const timestamp = (log.at(-1)?.timestamp ?? 0) + 1;
  return [...log, ...context.map((itemId) => ({ itemId, event, timestamp }))];
}
