import { answerOfFew } from './answers.ts';
import type { Popularity } from './popularity.ts';
import type { CandidateSource } from './source.ts';

/** Buy again: the shopper's own items by how much and how lately they were taken, times how often people return to them. */
export function createRepeatSource(popularity: Popularity): CandidateSource {
  return {
    name: 'repeat',
    ask({ items, weights }) {
      if (items.length === 0) return undefined;
      const scores = Float64Array.from(items, (item, r) => weights[r]! * popularity.repeatRate(item));
      return answerOfFew('repeat', items, scores);
    },
    because: (profile, item) => Float64Array.from(profile.items, (own) => (own === item ? 1 : 0)),
  };
}
