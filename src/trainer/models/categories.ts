import { encodeCatalogue } from '../../engine/bundle/catalogue.ts';
import type { Tables } from '../tables/tables.ts';

/** The category code of each item as the catalogue will ship it, and how many codes there are (0 is "no category"). */
export function categoryCodes({ catalogue }: Tables): { codes: Uint16Array; count: number } {
  const { category, categoriesOffsets } = encodeCatalogue(catalogue);
  return { codes: category as Uint16Array, count: categoriesOffsets!.length - 1 };
}
