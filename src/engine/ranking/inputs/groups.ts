import type { RankingQuestion } from './question.ts';
import type { Shop } from './shop.ts';

/** The shopper's items in groups, by a code that items have: their category, department or brand. Code 0 is none. */
export interface Groups {
  /** Beside the candidates: the group of its code, -1 where the shopper has none, -2 where the item has no code. */
  of: Int32Array;
  /** By group, its part of the profile's weight; not a number where the profile weighs nothing. */
  shares: Float64Array;
  /** By group: steps back to its newest item. */
  lags: Float64Array;
  /** By group: how many items. */
  counts: Uint32Array;
}

/** What several features ask, for `shared`: one function for each code. */
export const groupsBy =
  (codesOf: (shop: Shop) => ArrayLike<number>) =>
  ({ shop, profile: { items: own, weights, lags }, items }: RankingQuestion): Groups => {
    const codes = codesOf(shop);
    const groups = new Map<number, number>();
    const found: Groups = {
      of: new Int32Array(items.length),
      shares: new Float64Array(own.length),
      lags: new Float64Array(own.length),
      counts: new Uint32Array(own.length),
    };
    let total = 0;
    for (let r = 0; r < own.length; r++) {
      total += weights[r]!;
      const code = codes[own[r]!]!;
      let group = groups.get(code);
      if (group === undefined) {
        group = groups.size;
        groups.set(code, group);
        found.lags[group] = lags[r]!;
      }
      found.shares[group]! += weights[r]!;
      found.counts[group]!++;
    }
    if (total > 0) for (let group = 0; group < groups.size; group++) found.shares[group]! /= total;
    for (let r = 0; r < items.length; r++) {
      const code = codes[items[r]!]!;
      found.of[r] = code === 0 ? -2 : (groups.get(code) ?? -1);
    }
    return found;
  };
