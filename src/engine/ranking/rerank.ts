import type { Catalogue } from '../bundle/catalogue.ts';
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
  const numbers = Int32Array.from(itemIds, (itemId) => catalogue.numberOf(itemId));
  // Features compare an item with the others of the page: it must not matter how often, or where, one is on it.
  const items = distinct(numbers);
  const answers = askSources(sources, profile, quotas);
  const scores = blendScores(computeFeatures({ items, answers }, profile, sources.popularity), weights);
  const scoreOf = new Map<number, number>();
  items.forEach((item, r) => {
    if (!Number.isNaN(scores[r]!)) scoreOf.set(item, scores[r]!);
  });
  const placed = Float64Array.from(numbers, (item) => scoreOf.get(item) ?? Number.NEGATIVE_INFINITY);
  // An unknown id comes after a known one whose score is no number.
  const order = Array.from(itemIds, (_, place) => place).sort((a, b) =>
    placed[a] === placed[b]
      ? Number(numbers[a]! < 0) - Number(numbers[b]! < 0) || a - b
      : placed[b]! > placed[a]!
        ? 1
        : -1,
  );
  return order.map((place) => itemIds[place]!);
}

/** Known item numbers, each once, ascending. */
function distinct(numbers: Int32Array): Int32Array {
  const sorted = numbers.filter((item) => item >= 0).sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i]!;
  return sorted.subarray(0, count);
}
