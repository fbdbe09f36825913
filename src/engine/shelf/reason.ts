import type { SourceName } from './types.ts';

/** The most that the shopper did with an item, as far as reasons tell. */
export type Past = 'bought' | 'viewed';

/**
 * A sentence that says why, from the source and the titles of the items that speak for it; for an item of the shopper's own
 * also from what they did with it.
 */
export function reasonOf(source: SourceName, because: readonly string[], past?: Past): string {
  const first = because[0];
  switch (source) {
    case 'transitions':
      return first ? `Often chosen after ${first}` : 'Often chosen next';
    case 'neighbours':
      return first ? `Often chosen with ${first}` : 'Often chosen together';
    case 'factors':
      return first ? `Fits your interest in ${first}` : 'Fits your taste';
    case 'content':
      return first ? `Similar to ${first}` : 'Similar to what you chose';
    case 'together':
      return first ? `Goes with ${first}` : 'Goes with your cart';
    case 'segments':
      return 'Popular with shoppers like you';
    case 'sessions':
      return first ? `Others who came by ${first} chose this` : 'Often chosen on the same path';
    case 'recent':
      return 'You looked at it lately';
    case 'trending':
      return 'On the rise';
    case 'arrivals':
      return 'New in the shop';
    case 'repeat':
      if (past === 'bought') return 'You bought it before';
      return past === 'viewed' ? 'You looked at it before' : 'You chose it before';
    case 'popularity':
      return 'Popular now';
  }
}
