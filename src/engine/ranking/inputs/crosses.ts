import { categoryShare, priceDistance } from './affinity.ts';
import type { RankingFeature } from './feature.ts';
import { shared } from './question.ts';
import { frequency, recency } from './shopper.ts';

/** Products that a model of single values cannot make: declared, as trees rarely find them in few rows. */
export const CROSSES: readonly RankingFeature[] = [
  {
    name: 'frequency_x_category',
    meaning: 'frequency x categoryShare',
    says: 'category',
    read(question) {
      const factor = frequency(question);
      return shared(question, categoryShare)?.map((value) => factor * value);
    },
  },
  {
    name: 'recency_x_price',
    meaning: 'recency x priceDistance',
    says: 'price',
    read(question) {
      const factor = recency(question);
      return shared(question, priceDistance).map((value) => factor * value);
    },
  },
];
