import type { Catalogue } from '../bundle/catalogue.ts';
import { askSources, type Sources } from '../candidates/retrieve.ts';
import type { Profile } from '../profile/types.ts';
import { blendScores } from './blend.ts';
import { computeFeatures } from './features.ts';

/** Orders ids that a page already shows by the blend; equal scores keep the page's order, unknown ids its end. */
export function rerankItems(
  catalogue: Catalogue,
  sources: Sources,
  weights: Float64Array,
  profile: Profile,
  itemIds: readonly string[],
): string[] {
  if (profile.interactions === 0) return [...itemIds];
  const numbers = itemIds.map((itemId) => catalogue.numberOf(itemId));
  const items = Int32Array.from(new Set(numbers.filter((item) => item >= 0))).sort();
  const answers = askSources(sources, profile);
  const scores = blendScores(computeFeatures({ items, answers }, profile, sources.popularity), weights);
  const scoreOf = new Map(Array.from(items, (item, r) => [item, scores[r]!]));
  return itemIds
    .map((itemId, place) => ({ itemId, place, score: scoreOf.get(numbers[place]!) ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => (a.score === b.score ? a.place - b.place : b.score - a.score))
    .map(({ itemId }) => itemId);
}
