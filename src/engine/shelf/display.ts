import type { Bundle, TypedArray } from '../bundle/bundle.ts';
import { arrayOf } from '../bundle/section.ts';
import { stringArrays, stringAt } from '../bundle/strings.ts';
import { isWithin } from './columns.ts';
import type { BrowseRequest, ItemDisplay } from './types.ts';

/** The text columns of section `display`, in the bundle's item order; "" where the catalogue had nothing. */
export interface DisplayColumns {
  title: string[];
  link: string[];
  image: string[];
  description: string[];
}

const COLUMNS = ['title', 'link', 'image', 'description'] as const;

/** The columns that say anything; one that is empty throughout is left out. */
export function encodeDisplay(columns: DisplayColumns): Record<string, TypedArray> {
  const told = COLUMNS.filter((name) => columns[name].some((text) => text !== ''));
  return Object.assign({}, ...told.map((name) => stringArrays(name, columns[name])));
}

/** What a page draws of an item; title, link, image and description only once the `display` section has arrived. */
export function displayItem(bundle: Bundle, item: number): ItemDisplay {
  const { catalogue } = bundle;
  const shown: ItemDisplay = { itemId: catalogue.ids[item]!, inStock: catalogue.inStock[item] === 1 };
  for (const name of COLUMNS) {
    const text = displayText(bundle, name, item);
    if (text) shown[name] = text;
  }
  if (!Number.isNaN(catalogue.price[item]!)) shown.price = cents(catalogue.price[item]!);
  const category = catalogue.categories[catalogue.category[item]!];
  const brand = catalogue.brands[catalogue.brand[item]!];
  if (category) shown.category = category;
  if (brand) shown.brand = brand;
  return shown;
}

/** The item's title, or its id while titles have not arrived. */
export function titleOf(bundle: Bundle, item: number): string {
  return displayText(bundle, 'title', item) || bundle.catalogue.ids[item]!;
}

/** A page of the catalogue: filtered by category and words, sorted. Item numbers already go from most to least popular. */
export function browseItems(bundle: Bundle, request: BrowseRequest): { total: number; items: ItemDisplay[] } {
  const { catalogue } = bundle;
  const words = (request.query ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  let found: number[] = [];
  for (let item = 0; item < catalogue.size; item++) {
    const category = catalogue.categories[catalogue.category[item]!]!;
    if (request.category && !isWithin(category, request.category)) continue;
    if (words.length > 0) {
      const text = `${titleOf(bundle, item)} ${catalogue.brands[catalogue.brand[item]!]} ${category}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    found.push(item);
  }
  const total = found.length;
  if (request.sort === 'newest') found.sort((a, b) => catalogue.created[b]! - catalogue.created[a]! || a - b);
  if (request.sort === 'price') found.sort((a, b) => byPrice(catalogue.price[a]!, catalogue.price[b]!) || a - b);
  const offset = request.offset ?? 0;
  found = found.slice(offset, offset + (request.limit ?? 24));
  return { total, items: found.map((item) => displayItem(bundle, item)) };
}

function displayText(bundle: Bundle, name: (typeof COLUMNS)[number], item: number): string {
  const section = bundle.section('display');
  if (!section?.arrays[`${name}Offsets`]) return '';
  return stringAt(
    {
      offsets: arrayOf(section, `${name}Offsets`, Uint32Array, bundle.catalogue.size + 1),
      bytes: arrayOf(section, `${name}Bytes`, Uint8Array),
    },
    item,
  );
}

/** Prices ship as float32; two decimals give back what the feed said. */
const cents = (price: number) => Math.round(price * 100) / 100;

const byPrice = (a: number, b: number) =>
  (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || (a < b ? -1 : a > b ? 1 : 0);
