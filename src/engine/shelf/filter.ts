import type { Catalogue } from '../bundle/catalogue.ts';
import type { ServingConfig } from '../bundle/manifest.ts';
import { type Bitmap, clearBit, createBitmap, intersect, setBit } from '../candidates/bitmap.ts';
import type { Profile } from '../profile/types.ts';
import { columnsOf } from './columns.ts';
import type { RecommendRequest } from './types.ts';

const HOUR = 3_600_000;

/** Which items a request permits. */
export interface Allowed {
  /** Within every filter, not excluded, dismissed, on the page already or just bought: what may be on the shelf at all. */
  eligible: Bitmap;
  /** `eligible` and, where repeats are excluded, not taken before. */
  preferred: Bitmap;
}

/**
 * Every filter of a request as one set of items, before retrieval, so that each source's best permitted items are found
 * however narrow the filter. `request.now` defaults to the profile's newest interaction. An empty list of categories or
 * brands filters nothing; an empty `only` permits nothing.
 */
export function filterItems(
  catalogue: Catalogue,
  serving: ServingConfig,
  profile: Profile,
  request: Omit<RecommendRequest, 'k'>,
): Allowed {
  const columns = columnsOf(catalogue);
  const eligible = request.inStock === false ? createBitmap(catalogue.size, true) : columns.inStock.slice();
  const categories = listOf(request.category);
  const brands = listOf(request.brand);
  if (categories.length > 0) intersect(eligible, columns.within(categories));
  if (brands.length > 0) intersect(eligible, columns.ofBrands(brands));
  if (request.price) keepPrices(eligible, catalogue.price, request.price);
  if (request.only) intersect(eligible, numbered(catalogue, request.only));
  for (const itemIds of [request.exclude, request.context])
    for (const itemId of itemIds ?? []) {
      const item = catalogue.numberOf(itemId);
      if (item >= 0) clearBit(eligible, item);
    }
  const now = request.now ?? profile.newest;
  for (const [item, time] of profile.purchases)
    if (Math.max(0, now - time) < serving.justBoughtHours * HOUR) clearBit(eligible, item);
  for (const item of profile.dismissed) clearBit(eligible, item);
  if ((request.repeats ?? serving.repeats) === 'allow') return { eligible, preferred: eligible };
  const preferred = eligible.slice();
  for (const item of profile.items) clearBit(preferred, item);
  return { eligible, preferred };
}

/** "" asks for no category, as an empty list does. */
function listOf(asked: string | readonly string[] | undefined): readonly string[] {
  return (typeof asked === 'string' ? [asked] : (asked ?? [])).filter((value) => value !== '');
}

/** Both ends count as within. An unknown price is within none; prices ship as float32, so the ends are rounded alike. */
function keepPrices(eligible: Bitmap, price: Float32Array, { min, max }: { min?: number; max?: number }): void {
  if (min === undefined && max === undefined) return;
  const low = Math.fround(min ?? Number.NEGATIVE_INFINITY);
  const high = Math.fround(max ?? Number.POSITIVE_INFINITY);
  for (let word = 0; word < eligible.length; word++)
    for (let bits = eligible[word]!; bits !== 0; bits &= bits - 1) {
      const item = 32 * word + 31 - Math.clz32(bits & -bits);
      if (!(price[item]! >= low && price[item]! <= high)) clearBit(eligible, item);
    }
}

function numbered(catalogue: Catalogue, itemIds: readonly string[]): Bitmap {
  const items = createBitmap(catalogue.size);
  for (const itemId of itemIds) {
    const item = catalogue.numberOf(itemId);
    if (item >= 0) setBit(items, item);
  }
  return items;
}
