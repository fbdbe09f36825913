import type { Interaction } from '../events.ts';

/** Weight of each kind of evidence against an item, in the unit of the event weights; 0: it does not count. */
export interface NegativeWeights {
  /** The shopper said no to it. Default 1. */
  dismissed?: number;
  /** Taken out of the cart. Default 0.5. */
  removed?: number;
  /** Left within `bounceSeconds`, and nothing done with it since. Default 0.25. */
  bounced?: number;
}

/** What the device knows of its shopper, as numbers of this bundle. A pure function of (log, bundle). */
export interface Profile {
  /** Interactions used (known item, event with weight, not withdrawn); 0 where `items` is empty. */
  interactions: number;
  /** Distinct items taken with positive weight, newest first. Item numbers of this bundle. */
  items: Int32Array;
  /** Evidence for each of `items`: sum of event weight x recency decay, at least 0. */
  weights: Float64Array;
  /** Steps back from the newest step to each of `items`' last occurrence; items of one timestamp share a step. */
  lags: Int32Array;
  /** The `value` last given with each of `items`, a rating in logs of ratings; NaN where none was. */
  ratings: Float64Array;
  /** Distinct items looked at (view_item, select_item), newest first, whether that weighs anything or not. */
  viewed: Int32Array;
  /** Items that the shopper does not want to be shown, newest first: dismissed, and neither added nor bought since. */
  dismissed: Int32Array;
  /**
   * Items with evidence against them (dismissed, taken out of the cart, left at once), newest first. What was looked at,
   * put into the cart and taken out again is in `items` too. The fold-in takes each as an observation of preference 0.
   */
  negatives: Int32Array;
  /** Evidence against each of `negatives`: weight x recency decay, at least 0. */
  negativeWeights: Float64Array;
  /** Newest purchase per item number, ms. */
  purchases: ReadonlyMap<number, number>;
  /** Items in the cart now: added, neither removed nor bought since. */
  cart: Int32Array;
  /** Time of the newest interaction, ms; 0 for an empty log. */
  newest: number;
  /** Time of the question, ms, where it has one. */
  now?: number | undefined;
  /** Interactions of the current session. */
  sessionLength: number;
  /** Log entries whose item this bundle does not know. */
  unknown: number;
}

/** The profile for people: what is known, in ids. */
export interface ProfileSummary {
  interactions: Interaction[];
  /** Known items by weight, strongest first; weight as a share of the strongest. */
  interests: { itemId: string; weight: number }[];
  categories: { category: string; share: number }[];
  cart: string[];
  sessionLength: number;
}
