import type { Catalogue } from '../bundle/catalogue.ts';
import type { ServingConfig } from '../bundle/manifest.ts';
import { type Bitmap, bitmapOf, clearBit } from '../candidates/bitmap.ts';
import type { Profile } from '../profile/types.ts';
import type { RecommendRequest } from './types.ts';

const HOUR = 3_600_000;

/** Which items a request permits. */
export interface Allowed {
  /** In stock, in the asked category, not excluded, not just bought: what may be on the shelf at all. */
  eligible: Bitmap;
  /** `eligible` and, where repeats are excluded, not taken before. */
  preferred: Bitmap;
}

/** Is `category` the asked path or below it? "Home > Kitchen" holds "Home > Kitchen > Bowls". */
export function isWithin(category: string, asked: string): boolean {
  return category === asked || category.startsWith(`${asked} > `);
}

/**
 * Applies stock, category, exclusions, just-bought and repeats before retrieval, so that every source's best permitted
 * items are found however narrow the filter. `request.now` defaults to the profile's newest interaction.
 */
export function filterItems(
  catalogue: Catalogue,
  serving: ServingConfig,
  profile: Profile,
  request: RecommendRequest,
): Allowed {
  const eligible = bitmapOf(catalogue.inStock);
  if (request.category) {
    const within = Uint8Array.from(catalogue.categories, (category) => (isWithin(category, request.category!) ? 1 : 0));
    for (let i = 0; i < catalogue.size; i++) if (within[catalogue.category[i]!] === 0) clearBit(eligible, i);
  }
  for (const itemId of [...(request.exclude ?? []), ...(request.context ?? [])]) {
    const item = catalogue.numberOf(itemId);
    if (item >= 0) clearBit(eligible, item);
  }
  const now = request.now ?? profile.newest;
  for (const [item, time] of profile.purchases)
    if (Math.max(0, now - time) < serving.justBoughtHours * HOUR) clearBit(eligible, item);
  if ((request.repeats ?? serving.repeats) === 'allow') return { eligible, preferred: eligible };
  const preferred = eligible.slice();
  for (const item of profile.items) clearBit(preferred, item);
  return { eligible, preferred };
}
