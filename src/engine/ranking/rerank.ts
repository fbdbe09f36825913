import type { Catalogue } from '../bundle/catalogue.ts';
import { createBitmap, itemsOf, setBit } from '../candidates/bitmap.ts';
import { askSources, type Quotas, type Sources } from '../candidates/retrieve.ts';
import type { Profile } from '../profile/types.ts';
import { blendScores } from './blend.ts';
import { computeFeatures } from './features.ts';
import { orderOf } from './order.ts';

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
  const scores = blendScores(computeFeatures({ items, answers }, profile, sources.popularity, weights), weights);
  const rowOf = new Int32Array(catalogue.size);
  items.forEach((item, r) => {
    rowOf[item] = r;
  });
  const placed = new Float64Array(itemIds.length);
  for (let place = 0; place < placed.length; place++) {
    const item = numbers[place]!;
    const score = item < 0 ? Number.NaN : scores[rowOf[item]!]!;
    // An item whose score is no number still comes before an id that nobody knows.
    placed[place] = item >= 0 && Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
  }
  return Array.from(orderOf(placed), (place) => itemIds[place]!);
}
