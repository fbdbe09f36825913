import type { CatalogueRow, EventLog } from '../tables/log.ts';

/**
 * The rows of log and catalogue file for items that somebody touched before the cut. Stock is not theirs to tell: it is that
 * of the file's day, and would keep back what sold out since, or what is sold no more. Names and prices may be later ones too.
 */
export function knownBefore(earlier: EventLog, file: readonly CatalogueRow[] = []): CatalogueRow[] {
  const touched = new Set(earlier.items);
  return [...earlier.catalogue, ...file.filter(({ itemId }) => touched.has(itemId))].map(
    ({ inStock: _, ...row }) => row,
  );
}
