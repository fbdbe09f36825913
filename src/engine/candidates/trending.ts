import { answerOfAll } from './answers.ts';
import { POPULARITY_SCALE, type Popularity } from './popularity.ts';
import type { CandidateSource } from './source.ts';

/**
 * Gaining ground: by how much an item's popularity of late exceeds its popularity over the whole log. Both are logarithms
 * on a scale of 0 to 1, so the score is the growth of its share against that of the shop's most popular items, in (0, 1].
 * Undefined where nothing gains, as in a log without a clock.
 */
export function createTrendingSource(popularity: Popularity): CandidateSource | undefined {
  const [short, , long] = popularity.windows;
  const gains = short!.scores.map((score, item) => Math.max(0, score - long!.scores[item]!));
  if (!gains.some((gain) => gain > 0)) return undefined;
  const answer = answerOfAll('trending', gains, (gain) => gain / POPULARITY_SCALE);
  return { name: 'trending', ask: () => answer };
}
