import type { Interaction } from '../events.ts';

/** What the device knows of its shopper, as numbers of this bundle. A pure function of (log, bundle). */
export interface Profile {
  /** Interactions used (known item, event with weight). */
  interactions: number;
  /** Distinct items taken with positive weight, newest first. Item numbers of this bundle. */
  items: Int32Array;
  /** Evidence for each of `items`: sum of event weight x recency decay, in (0, inf). */
  weights: Float64Array;
  /** Steps back from the newest step to each of `items`' last occurrence; items of one timestamp share a step. */
  lags: Int32Array;
  /** Distinct items looked at, newest first, whether a view weighs anything or not. */
  viewed: Int32Array;
  /** Items that the shopper does not want to be shown, newest first. */
  dismissed: Int32Array;
  /**
   * Items with evidence against them (dismissed, taken out of the cart, left at once), newest first; none of them is in
   * `items`. The fold-in takes each as an observation of preference 0.
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
