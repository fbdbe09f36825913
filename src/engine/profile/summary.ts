import type { Catalogue } from '../bundle/catalogue.ts';
import type { Interaction } from '../events.ts';
import type { Profile, ProfileSummary } from './types.ts';

/** The profile in ids and shares, for people to look at. */
export function summariseProfile(log: readonly Interaction[], profile: Profile, catalogue: Catalogue): ProfileSummary {
  // Everything may be too old to weigh anything: then it has no share, rather than NaN.
  const total = profile.weights.reduce((a, b) => a + b, 0) || 1;
  const strongest = profile.weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const shares = new Map<string, number>();
  profile.items.forEach((item, r) => {
    const category = catalogue.categories[catalogue.category[item]!]!;
    if (category) shares.set(category, (shares.get(category) ?? 0) + profile.weights[r]! / total);
  });
  return {
    interactions: [...log],
    interests: Array.from(profile.items, (item, r) => ({
      itemId: catalogue.ids[item]!,
      weight: profile.weights[r]! / strongest,
    })).sort((a, b) => b.weight - a.weight),
    categories: [...shares].map(([category, share]) => ({ category, share })).sort((a, b) => b.share - a.share),
    cart: Array.from(profile.cart, (item) => catalogue.ids[item]!),
    sessionLength: profile.sessionLength,
  };
}
