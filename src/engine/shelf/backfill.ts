import { type Bitmap, hasBit } from '../candidates/bitmap.ts';
import { reasonOf } from './reason.ts';
import type { Recommendation } from './types.ts';

/** Adds `items` (numbers, most popular first) that are not `taken` yet until the shelf holds `k`; both are changed. */
export function backfill(
  shelf: Recommendation[],
  k: number,
  items: Iterable<number>,
  taken: Set<number>,
  ids: readonly string[],
): void {
  for (const item of items) {
    if (shelf.length >= k) return;
    if (taken.has(item)) continue;
    taken.add(item);
    shelf.push({
      itemId: ids[item]!,
      score: 0,
      source: 'popularity',
      reason: reasonOf('popularity', []),
      because: [],
      isBackfill: true,
    });
  }
}

/** The permitted item numbers in their own order, which training made that of popularity. */
export function* inOrder(permitted: Bitmap): Generator<number> {
  for (let item = 0; item < 32 * permitted.length; item++) if (hasBit(permitted, item)) yield item;
}
