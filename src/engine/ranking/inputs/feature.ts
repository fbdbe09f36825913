import type { RankingQuestion } from './question.ts';

/** What a feature is about, for a sentence to people. */
export type Says =
  | 'own'
  | 'links'
  | 'taste'
  | 'content'
  | 'category'
  | 'brand'
  | 'price'
  | 'popular'
  | 'trend'
  | 'new'
  | 'cart'
  | 'shopper'
  | 'moment';

/** A value that a ranker may weigh, computed by this code in training and on the device. */
export interface RankingFeature {
  readonly name: string;
  /** For people: what it is, and its unit. */
  readonly meaning: string;
  readonly says: Says;
  /** True where values are names of categories, whole numbers from 0. */
  readonly isCategory?: boolean;
  /** One value per candidate, or one for all; NaN where it is not known. Undefined where this bundle or question has nothing to compute it from. */
  read(question: RankingQuestion): ArrayLike<number> | number | undefined;
}
