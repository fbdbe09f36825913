import { createFail } from '../../errors/createFail.ts';
import { fail } from '../../errors/fail.ts';
import { PACKING_ERRORS, SERVING_ERRORS } from '../../errors/servingCodes.ts';
import type { Section, TypedArray } from './bundle.ts';
import { arrayOf } from './section.ts';
import { decodeStrings, stringArrays } from './strings.ts';

/** What filters and features need of each item, by item number. Numbers go from most to least popular. */
export interface Catalogue {
  size: number;
  ids: readonly string[];
  /** Item number of an id, or -1. */
  numberOf(itemId: string): number;
  /** NaN where unknown. */
  price: Float32Array;
  /** Index into `categories`; 0 is "" (none). */
  category: Uint16Array;
  categories: readonly string[];
  brand: Uint16Array;
  brands: readonly string[];
  /** 1: in stock. */
  inStock: Uint8Array;
  /** Days since 1970 when the item entered the catalogue; 0 where unknown. */
  created: Uint16Array;
}

/** The catalogue's columns before packing. */
export interface CatalogueColumns {
  ids: string[];
  price: Float32Array;
  category: string[];
  brand: string[];
  inStock: Uint8Array;
  created: Uint16Array;
}

export function encodeCatalogue(columns: CatalogueColumns): Record<string, TypedArray> {
  const categories = dictionary(columns.category, 'categories');
  const brands = dictionary(columns.brand, 'brands');
  return {
    ...stringArrays('id', columns.ids),
    price: columns.price,
    category: categories.codes,
    ...stringArrays('categories', categories.values),
    brand: brands.codes,
    ...stringArrays('brands', brands.values),
    inStock: columns.inStock,
    created: columns.created,
  };
}

/** @throws BUNDLE_LAYOUT where columns differ in length, strings overlap, a code has no string or an id occurs twice */
export function readCatalogue(section: Section): Catalogue {
  const strings = (name: string) => {
    const offsets = arrayOf(section, `${name}Offsets`, Uint32Array);
    const bytes = arrayOf(section, `${name}Bytes`, Uint8Array, offsets.at(-1));
    // Strings that overlap could add up to any amount of memory.
    if (offsets[0] !== 0 || offsets.some((offset, i) => i > 0 && offset < offsets[i - 1]!))
      throw fail('BUNDLE_LAYOUT', `section "items", array "${name}Offsets"`);
    return decodeStrings({ offsets, bytes });
  };
  const ids = strings('id');
  const size = ids.length;
  const numbers = new Map<string, number>();
  ids.forEach((id, i) => {
    numbers.set(id, i);
  });
  if (numbers.size !== size) throw fail('BUNDLE_LAYOUT', 'section "items": an id occurs twice');
  const codes = (name: string, values: readonly string[]) => {
    const column = arrayOf(section, name, Uint16Array, size);
    if (column.some((code) => code >= values.length)) throw fail('BUNDLE_LAYOUT', `section "items", array "${name}"`);
    return column;
  };
  const categories = strings('categories');
  const brands = strings('brands');
  return {
    size,
    ids,
    numberOf: (itemId) => numbers.get(itemId) ?? -1,
    price: arrayOf(section, 'price', Float32Array, size),
    category: codes('category', categories),
    categories,
    brand: codes('brand', brands),
    brands,
    inStock: arrayOf(section, 'inStock', Uint8Array, size),
    created: arrayOf(section, 'created', Uint16Array, size),
  };
}

function dictionary(values: string[], what: string): { codes: Uint16Array; values: string[] } {
  const distinct = ['', ...[...new Set(values)].filter((value) => value !== '').sort()];
  if (distinct.length > 65535)
    throw createFail({ ...SERVING_ERRORS, ...PACKING_ERRORS }).fail('CATALOGUE_TOO_WIDE', `more than 65,535 ${what}`);
  const codeOf = new Map(distinct.map((value, code) => [value, code]));
  return { codes: Uint16Array.from(values, (value) => codeOf.get(value)!), values: distinct };
}
