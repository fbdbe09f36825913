import type { SourceName } from './types.ts';

/** A sentence that says why, from the source and the titles of the items that speak for it. */
export function reasonOf(source: SourceName, because: readonly string[]): string {
  const first = because[0];
  switch (source) {
    case 'transitions':
      return first ? `Often chosen after ${first}` : 'Often chosen next';
    case 'neighbours':
      return first ? `Often chosen with ${first}` : 'Often chosen together';
    case 'factors':
      return first ? `Fits your interest in ${first}` : 'Fits your taste';
    case 'content':
      return first ? `Similar to ${first}` : 'Similar to what you looked at';
    case 'together':
      return first ? `Goes with ${first}` : 'Goes with your cart';
    case 'segments':
      return 'Popular with shoppers like you';
    case 'sessions':
      return first ? `Others who looked at ${first} chose it` : 'Others on the same path chose it';
    case 'recent':
      return 'You looked at it lately';
    case 'trending':
      return 'Gaining ground now';
    case 'arrivals':
      return 'New in the shop';
    case 'repeat':
      return 'You chose it before';
    case 'popularity':
      return 'Popular now';
  }
}
