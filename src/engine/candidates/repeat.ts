import type { Profile } from '../profile/types.ts';
import type { Popularity } from './popularity.ts';
import type { CandidateSource } from './source.ts';
import { topK } from './topK.ts';

/** Buy again: the shopper's own items by how much and how lately they were taken, times how often people return to them. */
export function createRepeatSource(popularity: Popularity, items: number): CandidateSource {
  const scores = new Float64Array(items);
  let own = new Int32Array(0);
  return {
    name: 'repeat',
    ask(profile: Profile) {
      for (const item of own) scores[item] = 0;
      own = profile.items.slice();
      if (own.length === 0) return undefined;
      own.forEach((item, r) => {
        scores[item] = profile.weights[r]! * popularity.repeatRate(item);
      });
      return {
        scoresOf: (asked) => Float64Array.from(asked, (item) => scores[item]!),
        candidates: (count, allowed) =>
          topK(scores, count, allowed, own).map((item) => ({ item, source: 'repeat', score: scores[item]! })),
      };
    },
    because(profile, item) {
      return Float64Array.from(profile.items, (other) => (other === item ? 1 : 0));
    },
  };
}
