import type { Catalogue } from '../bundle/catalogue.ts';
import { type Bitmap, bitmapOf, createBitmap, setBit } from '../candidates/bitmap.ts';

/** Bitmaps of one column kept at once: a shop asks for the same few categories and brands again and again. */
const KEPT = 32;

/** A catalogue's columns as sets of items. What is given out is shared and must not be changed. */
export interface Columns {
  readonly inStock: Bitmap;
  /** Items whose category is one of the paths or below it. */
  within(paths: readonly string[]): Bitmap;
  /** Items of the very category that this item is in. */
  like(item: number): Bitmap;
  /** Items of one of the brands, by their exact name. */
  ofBrands(names: readonly string[]): Bitmap;
}

/** Is `category` the asked path or below it? "Home > Kitchen" holds "Home > Kitchen > Bowls". */
export function isWithin(category: string, asked: string): boolean {
  return category === asked || category.startsWith(`${asked} > `);
}

const made = new WeakMap<Catalogue, Columns>();

/** The columns of a catalogue, made when first asked for and kept as long as the catalogue. */
export function columnsOf(catalogue: Catalogue): Columns {
  const kept = made.get(catalogue);
  if (kept) return kept;
  const like = remembered(([own]) => itemsOf(catalogue.category, catalogue.categories, (category) => category === own));
  const columns: Columns = {
    inStock: bitmapOf(catalogue.inStock),
    within: remembered((paths) =>
      itemsOf(catalogue.category, catalogue.categories, (category) => paths.some((path) => isWithin(category, path))),
    ),
    like: (item) => like([catalogue.categories[catalogue.category[item]!]!]),
    ofBrands: remembered((names) => itemsOf(catalogue.brand, catalogue.brands, (brand) => names.includes(brand))),
  };
  made.set(catalogue, columns);
  return columns;
}

/** Items whose code stands for a value that is asked for. */
function itemsOf(codes: Uint16Array, values: readonly string[], isAsked: (value: string) => boolean): Bitmap {
  const asked = Uint8Array.from(values, (value) => (isAsked(value) ? 1 : 0));
  const items = createBitmap(codes.length);
  for (let item = 0; item < codes.length; item++) if (asked[codes[item]!] === 1) setBit(items, item);
  return items;
}

/** Keeps the last answers, and forgets the one that was asked for longest ago. */
function remembered(make: (values: readonly string[]) => Bitmap): (values: readonly string[]) => Bitmap {
  const kept = new Map<string, Bitmap>();
  return (values) => {
    const key = JSON.stringify(values);
    const items = kept.get(key) ?? make(values);
    kept.delete(key);
    kept.set(key, items);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return items;
  };
}
