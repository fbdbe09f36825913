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
    case 'repeat':
      return 'You chose it before';
    case 'popularity':
      return 'Popular now';
  }
}
