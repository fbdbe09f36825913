import { answerOfFew } from './answers.ts';
import type { CandidateSource } from './source.ts';

/** Recently viewed: the items that this shopper looked at, newest first; the score is 1 / place. */
export function createRecentSource(): CandidateSource {
  return {
    name: 'recent',
    ask({ viewed }) {
      if (viewed.length === 0) return undefined;
      return answerOfFew(
        'recent',
        viewed,
        Float64Array.from(viewed, (_, place) => 1 / (place + 1)),
      );
    },
    because: (profile, item) => Float64Array.from(profile.items, (own) => (own === item ? 1 : 0)),
  };
}
