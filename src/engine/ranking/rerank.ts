import type { Catalogue } from '../bundle/catalogue.ts';
import { createBitmap, itemsOf, placeOf, setBit } from '../candidates/bitmap.ts';
import { askSources, type Quotas, type Sources } from '../candidates/retrieve.ts';
import type { Profile } from '../profile/types.ts';
import { blendScores } from './blend.ts';
import { computeFeatures } from './features.ts';

/**
 * Orders ids that a page already shows by the blend: nothing is dropped. Equal scores keep the page's order, ids that the
 * bundle does not know stay at its end. A newcomer's page stays as it is.
 */
export function rerankItems(
  catalogue: Catalogue,
  sources: Sources,
  quotas: Quotas,
  weights: Float64Array,
  profile: Profile,
  itemIds: readonly string[],
): string[] {
  if (profile.interactions === 0) return [...itemIds];
  const numbers = new Int32Array(itemIds.length);
  const known = createBitmap(catalogue.size);
  for (let place = 0; place < itemIds.length; place++) {
    numbers[place] = catalogue.numberOf(itemIds[place]!);
    if (numbers[place]! >= 0) setBit(known, numbers[place]!);
  }
  // Features compare an item with the others of the page: it must not matter how often, or where, one is on it.
  const items = itemsOf(known);
  const answers = askSources(sources, profile, quotas);
  const scores = blendScores(computeFeatures({ items, answers }, profile, sources.popularity), weights);
  for (let r = 0; r < scores.length; r++) if (Number.isNaN(scores[r]!)) scores[r] = Number.NEGATIVE_INFINITY;
  const ranks = ranksOf(scores);
  return placed(itemIds, (place) => (numbers[place]! >= 0 ? ranks[placeOf(items, numbers[place]!)]! : scores.length));
}

/** How many scores are higher than each. Numbers sort by themselves several times faster than by a comparing function. */
function ranksOf(scores: Float64Array): Int32Array {
  const ascending = scores.slice().sort();
  return Int32Array.from(scores, (score) => {
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ascending[middle]! <= score) low = middle + 1;
      else high = middle;
    }
    return ascending.length - low;
  });
}

/** The entries by rank, those of one rank in their own order: a counting sort. */
function placed(entries: readonly string[], rankOf: (place: number) => number): string[] {
  const ranks = Int32Array.from(entries, (_, place) => rankOf(place));
  const next = new Int32Array(ranks.reduce((a, b) => Math.max(a, b), 0) + 2);
  for (const rank of ranks) next[rank + 1]!++;
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
  const order = new Array<string>(entries.length);
  entries.forEach((entry, place) => {
    order[next[ranks[place]!]!++] = entry;
  });
  return order;
}
