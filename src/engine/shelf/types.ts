import type { ErrorCode } from '../../errors/codes.ts';
import type { ErrorJson } from '../../errors/error.ts';

/** Where a candidate comes from. A shelf names the strongest of an item's sources. */
export const SOURCE_NAMES = [
  'factors',
  'transitions',
  'neighbours',
  'together',
  'content',
  'segments',
  'sessions',
  'repeat',
  'recent',
  'popularity',
  'trending',
  'arrivals',
] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

export const PLACEMENTS = ['home', 'product', 'category', 'cart', 'search', 'search_empty'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** What is asked of each source. */
export type SourceSettings = Partial<Record<SourceName, SourceSetting>>;

export interface SourceSetting {
  /** How many items it may propose, 0 (none) to 1000. Default 200. */
  quota?: number;
  /** Factor on what its features count in the blend, from 0. Default 1. */
  weight?: number;
}

export interface RecommendRequest {
  /** How many items, 1 to 1000. */
  k: number;
  /** Where on the site it is asked. Default, and for what is no placement: home. */
  placement?: Placement;
  /** Item ids the page is about: the product shown, the cart's content. They count as the newest context. */
  context?: string[];
  /** Item ids never to return. */
  exclude?: string[];
  /** Only items whose category path is this or below it, for example "Home > Kitchen"; of several, any. Empty: all. */
  category?: string | string[];
  /** Only items of this brand, or of one of these. Empty: all. */
  brand?: string | string[];
  /** Only items that cost this much, both ends included, in the bundle's currency. An item of unknown price is left out. */
  price?: { min?: number; max?: number };
  /** Default true: only what is in stock. False: also what is sold out. */
  inStock?: boolean;
  /** Only these item ids. Empty: none. */
  only?: string[];
  /** What to ask of each source here, over the placement's own settings. */
  sources?: SourceSettings;
  /** Milliseconds since 1970; decides only what counts as just bought. Default: the log's newest interaction; in a page, the hour. */
  now?: number;
  /** Adds the value and contribution of every feature. */
  explain?: boolean;
  /** Overrides the bundle's `repeats`. */
  repeats?: 'allow' | 'exclude';
  /** False: the order of the retrieval alone, also where the bundle has a ranker. Default true. */
  useRanking?: boolean;
  /** With a ranker: leaves out items whose score, a probability, is below this; 0 to 1. Default 0. The shelf may then be short. */
  minScore?: number;
  /** What the shopper holds in hand, where the page knows; a ranker may have learned of it. */
  device?: 'mobile' | 'desktop' | 'tablet';
}

export interface FeatureContribution {
  feature: string;
  /** Null where it was missing. */
  value: number | null;
  /** What it adds to the score. Contributions sum to the score. */
  contribution: number;
}

export interface Recommendation {
  itemId: string;
  score: number;
  source: SourceName;
  /** Every source that proposed it, in the order of SOURCE_NAMES; absent where it fills up the shelf. */
  sources?: SourceName[];
  /** A sentence for people: "Often follows Walnut bowl". */
  reason: string;
  /** Ids of the shopper's own items that speak for this one, strongest first; empty for popularity. */
  because: string[];
  /** True where the item fills up the shelf and no source proposed it. */
  isBackfill?: boolean;
  /** Where a ranker ordered the shelf; absent for an item beyond those that it was asked for. */
  scores?: Scores;
  explanation?: FeatureContribution[];
  /** With `explain`: each proposing source's own score, and its place there from 1. */
  proposals?: Proposal[];
}

/** The parts of a score, each a probability that the shopper takes the item. */
export interface Scores {
  /** The ranker's. */
  ranker: number;
  /** The retrieval's: what its blend of sources says. */
  factors: number;
  /** (1 - share) * ranker + share * factors: the score that orders the shelf. */
  blend: number;
}

/** One source's word for an item. Scores of two sources do not compare. */
export interface Proposal {
  source: SourceName;
  score: number;
  rank: number;
}

export interface Shelf {
  /** Names this answer in logs and feedback; a function of bundle, log and request. */
  recId: string;
  bundleVersion: string;
  /** True where nothing personal went into it: popular items only, or an error. */
  isFallback: boolean;
  items: Recommendation[];
  /** Items that the ranker scored; absent where none did. */
  candidatesScored?: number;
  /** Values that the ranker's model was trained with and this version or question did not have: it took them as missing. */
  missingFeatures?: number;
}

/** What a host answers: the engine's shelf, how long it took there, and what went wrong if anything did. */
export interface TimedShelf extends Shelf {
  tookMs: number;
  /** Where the catalogue lies in lists: what this answer wanted of them and what it got. */
  lists?: ListCounters;
  error?: ErrorJson;
}

/** Lists and records that an answer wanted. With all of them present it is the one that any device gives for this log. */
export interface ListCounters {
  wanted: number;
  present: number;
  /** Could not be fetched, or were not what the bundle names. */
  missing: number;
  /** Had not arrived when the answer was given; there for the next. */
  late: number;
  /** Items that follow the shopper's own and are in no list present. */
  absentTargets: number;
  /** Fetched for this answer; what the browser had cached counts too. */
  bytes: number;
  /** Why any are missing or late. */
  codes?: ErrorCode[];
}

/** What a page needs to draw an item. Absent fields were not in the catalogue. */
export interface ItemDisplay {
  itemId: string;
  title?: string;
  link?: string;
  image?: string;
  description?: string;
  price?: number;
  category?: string;
  brand?: string;
  inStock: boolean;
}

export interface BrowseRequest {
  category?: string;
  /** Words that title, brand or category must contain, case-insensitive. */
  query?: string;
  sort?: 'popular' | 'newest' | 'price';
  offset?: number;
  limit?: number;
}
