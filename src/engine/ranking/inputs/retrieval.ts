import { log2 } from '../../profile/log2.ts';
import { MAX_K } from '../../shelf/checkRequest.ts';
import { SOURCE_NAMES, type SourceName } from '../../shelf/types.ts';
import { FEATURE_SOURCE, FEATURES, type Feature } from '../features.ts';
import { columnOf, createColumn } from './column.ts';
import type { RankingFeature, Says } from './feature.ts';
import type { RankingQuestion } from './question.ts';

const ABOUT: Record<SourceName, Says> = {
  factors: 'taste',
  transitions: 'links',
  neighbours: 'links',
  together: 'cart',
  content: 'content',
  segments: 'shopper',
  sessions: 'links',
  repeat: 'own',
  recent: 'own',
  popularity: 'popular',
  trending: 'trend',
  arrivals: 'new',
};

/** Sources whose own order says more than their score. */
const RANKED = ['factors', 'transitions', 'neighbours', 'sessions', 'content', 'segments', 'repeat'] as const;

/** log2 of 1 + each place, of as many as a source may propose. */
const LOGS = Float64Array.from({ length: MAX_K }, (_, place) => log2(1 + place));
const logOf = (place: number) => LOGS[place] ?? log2(1 + place);

const column = (question: RankingQuestion, feature: Feature) => {
  const { rows, items } = question;
  const at = FEATURES.indexOf(feature);
  const width = FEATURES.length;
  return columnOf(items, (_, r) => rows[r * width + at]!);
};

/** What the stage before says: the blend and its parts. */
export const RETRIEVAL: readonly RankingFeature[] = [
  {
    name: 'retrieval',
    meaning: 'score of the blend of all sources, as a share of the best and the worst candidate',
    says: 'taste',
    read({ scores }) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const score of scores) {
        if (score < low) low = score;
        if (score > high) high = score;
      }
      return scores.map((score) => (high > low ? (score - low) / (high - low) : 0));
    },
  },
  {
    name: 'retrievalScore',
    meaning: 'score of the blend of all sources as it is',
    says: 'taste',
    read: ({ scores }) => scores,
  },
  {
    name: 'retrievalRank',
    meaning: 'log2 of 1 + the place that the blend gives, from 0',
    says: 'taste',
    read: ({ ranks }) => columnOf(ranks, logOf),
  },
  {
    name: 'proposers',
    meaning: 'how many sources proposed the item',
    says: 'taste',
    read: ({ proposers }) =>
      proposers.map((bits) => {
        let count = 0;
        for (let rest: number = bits; rest !== 0; rest &= rest - 1) count++;
        return count;
      }),
  },
  ...FEATURES.map(
    (feature): RankingFeature => ({
      name: feature,
      meaning: `what the blend weighs of ${feature} (z-score or share of the highest among the candidates)`,
      says: ABOUT[FEATURE_SOURCE[feature]],
      read: (question) => (question.shop.sources[FEATURE_SOURCE[feature]] ? column(question, feature) : undefined),
    }),
  ),
  ...RANKED.map(
    (source): RankingFeature => ({
      name: `${source}Rank`,
      meaning: `log2 of 1 + the place in ${source}'s own list, from 0; missing where it did not propose the item`,
      says: ABOUT[source],
      read: (question) => (question.shop.sources[source] ? ranksOf(question, source) : undefined),
    }),
  ),
];

function ranksOf({ proposals, items, proposers, shop }: RankingQuestion, source: SourceName): Float32Array {
  const ranks = createColumn(items.length).fill(Number.NaN);
  const { places } = shop;
  const bit = 1 << SOURCE_NAMES.indexOf(source);
  for (let r = 0; r < items.length; r++) if ((proposers[r]! & bit) !== 0) places[items[r]!] = r + 1;
  proposals[source]?.forEach(({ item }, place) => {
    if (places[item]! > 0) ranks[places[item]! - 1] = logOf(place);
  });
  for (const item of items) places[item] = 0;
  return ranks;
}
