import type { Bundle, Section, TypedArray } from '../bundle/bundle.ts';
import type { Catalogue } from '../bundle/catalogue.ts';
import type { SectionName } from '../bundle/manifest.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import { stringArrays, stringAt } from '../bundle/strings.ts';
import { type ChunkShape, type DisplayChunk, type ItemChunk, inputWidth, ROW_TABLES } from './chunk.ts';
import type { ListBundle } from './listBundle.ts';
import { localRows, type RowSource } from './localRows.ts';

/** What of a list bundle a request is answered from, beside the head. Order and duplicates do not matter. */
export interface Present {
  lists: readonly ItemChunk[];
  /** Record chunks, of which only `own` items enter. */
  records: readonly ItemChunk[];
  /** Ids whose records are wanted: the shopper's and the page's own items. Others of their buckets stay out. */
  own: ReadonlySet<string>;
  display: readonly DisplayChunk[];
}

export interface WorkingSet {
  bundle: Bundle;
  /** Row entries left out because their target is not in the set. */
  absentTargets: number;
}

const TEXTS = ['title', 'link', 'image', 'description'] as const;

/** Where an item of the set comes from: a place in a chunk. */
interface Place {
  number: number;
  chunk: ItemChunk;
  at: number;
}

/** What all chunks of a bundle have in common. */
export function shapeOf({ bundle, items, dimensions }: ListBundle): ChunkShape {
  const factors = bundle.section('factors');
  return {
    dimensions,
    tables: ROW_TABLES.filter((name) => bundle.section(name)),
    inputs: factors ? inputWidth(factors) : 0,
    items,
    categories: bundle.catalogue.categories.length,
    brands: bundle.catalogue.brands.length,
  };
}

/**
 * An ordinary bundle of the head and what is present, items numbered by popularity in the whole catalogue: head items keep
 * their numbers, the others follow. A pure function of the sets given, whatever their order.
 *
 * Factors keep the Gram matrix and the ridge of the whole catalogue, so a user vector is the one that the whole bundle gives,
 * and so is every score of an item's own. Left out is what speaks of items that are not there.
 */
export function assembleWorkingSet(lists: ListBundle, present: Present): WorkingSet {
  const { bundle: head } = lists;
  const size = head.catalogue.size;
  const records = new Map<number, Place>();
  for (const chunk of present.records)
    chunk.ids.forEach((id, at) => {
      if (present.own.has(id)) records.set(chunk.numbers[at]!, { number: chunk.numbers[at]!, chunk, at });
    });
  const found = new Map<number, Place>();
  const admit = (place: Place) => {
    if (place.number >= size && !found.has(place.number)) found.set(place.number, place);
  };
  for (const place of records.values()) admit(place);
  for (const chunk of present.lists)
    chunk.numbers.forEach((number, at) => {
      admit({ number, chunk, at });
    });
  const tail = [...found.values()].sort((a, b) => a.number - b.number);
  const count = size + tail.length;

  const column = <T extends TypedArray & { set(from: ArrayLike<number>): void }>(
    own: T,
    Type: { new (length: number): T },
    of: (chunk: ItemChunk) => ArrayLike<number> | undefined,
    width = 1,
  ): T => {
    const all = new Type(count * width);
    all.set(own);
    tail.forEach(({ chunk, at }, i) => {
      const from = of(chunk);
      if (from) for (let d = 0; d < width; d++) all[(size + i) * width + d] = from[at * width + d]!;
    });
    return all;
  };

  const catalogue = catalogueOf(head.catalogue, tail, column);
  const sections = new Map<SectionName, Section>();
  const put = (name: SectionName, arrays: Record<string, TypedArray>, params?: Section['params']) => {
    const own = head.section(name)!;
    sections.set(name, { name, params: params ?? own.params, arrays: { ...own.arrays, ...arrays } });
  };

  const popularity = head.section('popularity');
  if (popularity) {
    const scores = (name: 'short' | 'medium' | 'long') =>
      column(arrayOf(popularity, name, Uint16Array, size), Uint16Array, (chunk) => chunk[name]);
    const repeatRate = arrayOf(popularity, 'repeatRate', Uint8Array, size);
    put('popularity', {
      short: scores('short'),
      medium: scores('medium'),
      long: scores('long'),
      repeatRate: column(repeatRate, Uint8Array, (chunk) => chunk.repeatRate),
    });
  }
  const factors = head.section('factors');
  if (factors) {
    const vectors = (name: 'vectors' | 'inputs', width: number) =>
      column(arrayOf(factors, name, Int8Array), Int8Array, (chunk) => chunk[name], width);
    const scales = (name: 'scales' | 'inputScales') =>
      column(arrayOf(factors, name, Float32Array, size), Float32Array, (chunk) => chunk[name]);
    const params = { ...factors.params };
    // The ridge is lambda (m + alpha n): with n the set's, alpha grows so that their product stays the catalogue's.
    if (params.alpha !== undefined) params.alpha = (paramOf(factors, 'alpha') * size) / count;
    put(
      'factors',
      {
        vectors: vectors('vectors', lists.dimensions),
        scales: scales('scales'),
        ...(factors.arrays.inputs
          ? { inputs: vectors('inputs', inputWidth(factors)), inputScales: scales('inputScales') }
          : {}),
      },
      params,
    );
  }
  const content = head.section('content');
  if (content) {
    // Text vectors stay with the head: the rest counts as items without text, whose bytes are zero vectors.
    const dimensions = paramOf(content, 'dimensions');
    const vectors = new Int8Array(count * dimensions);
    vectors.set(arrayOf(content, 'vectors', Int8Array, size * dimensions));
    for (let at = size * dimensions; at < vectors.length; at += 2) vectors[at] = -128;
    const scales = new Float32Array(count);
    scales.set(arrayOf(content, 'scales', Float32Array, size));
    put('content', { vectors, scales });
  }
  // Their item numbers are the head's, and those stay. A ranker knows items by their features.
  for (const name of ['segments', 'sessions', 'ranker'] as const) if (head.section(name)) put(name, {});

  let absentTargets = 0;
  const localOf = (number: number) => (number < size ? number : placeOf(tail, number, size));
  for (const name of ROW_TABLES) {
    const own = head.section(name);
    if (!own) continue;
    const sources: (RowSource | undefined)[] = Array.from({ length: count }, (_, item) => {
      const record = records.get(item < size ? item : tail[item - size]!.number);
      const rows = record?.chunk.rows?.[name];
      if (record && rows) return { rows, at: record.at, isGlobal: true };
      return item < size ? { rows: rowsOf(own), at: item, isGlobal: false } : undefined;
    });
    const { arrays, absent } = localRows(sources, localOf, lists.items);
    absentTargets += absent;
    put(name, arrays);
  }

  // Arrives after the first shelf.
  const later = (name: SectionName) => (name === 'rankerCover' ? head.section(name) : undefined);
  const display = displayOf(head, catalogue, tail, present);
  const manifest = { ...head.manifest, counts: { ...head.manifest.counts, items: count } };
  return {
    bundle: {
      manifest,
      catalogue,
      section: (name) => (name === 'display' ? display() : (sections.get(name) ?? later(name))),
    },
    absentTargets,
  };
}

const rowsOf = (section: Section): RowSource['rows'] => ({
  offsets: arrayOf(section, 'offsets', Uint32Array),
  maxima: arrayOf(section, 'maxima', Float32Array),
  entries: arrayOf(section, 'entries', Uint8Array),
});

/** The local number of an item beyond the head, or -1. */
function placeOf(tail: readonly Place[], number: number, size: number): number {
  let [low, high] = [0, tail.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tail[middle]!.number < number) low = middle + 1;
    else high = middle;
  }
  return tail[low]?.number === number ? size + low : -1;
}

type Column = <T extends TypedArray & { set(from: ArrayLike<number>): void }>(
  own: T,
  Type: { new (length: number): T },
  of: (chunk: ItemChunk) => ArrayLike<number> | undefined,
) => T;

function catalogueOf(head: Catalogue, tail: readonly Place[], column: Column): Catalogue {
  const ids = [...head.ids, ...tail.map(({ chunk, at }) => chunk.ids[at]!)];
  const numbers = new Map<string, number>();
  for (let i = head.size; i < ids.length; i++) numbers.set(ids[i]!, i);
  return {
    size: ids.length,
    ids,
    numberOf(itemId) {
      const own = head.numberOf(itemId);
      return own >= 0 ? own : (numbers.get(itemId) ?? -1);
    },
    price: column(head.price, Float32Array, (chunk) => chunk.price),
    category: column(head.category, Uint16Array, (chunk) => chunk.category),
    categories: head.categories,
    brand: column(head.brand, Uint16Array, (chunk) => chunk.brand),
    brands: head.brands,
    inStock: column(head.inStock, Uint8Array, (chunk) => chunk.inStock),
    created: column(head.created, Uint16Array, (chunk) => chunk.created),
  };
}

/**
 * Texts: the head's once they have arrived, those of the display chunks, and else the titles of own items. Made when first
 * asked for after a change, since ranking does not read them.
 */
function displayOf(
  head: Bundle,
  catalogue: Catalogue,
  tail: readonly Place[],
  present: Present,
): () => Section | undefined {
  let made: Section | undefined;
  let from: Section | undefined;
  return () => {
    const own = head.section('display');
    if (made && from === own) return made;
    from = own;
    const texts = new Map<string, Record<(typeof TEXTS)[number], string>>();
    const none = { title: '', link: '', image: '', description: '' };
    for (const { chunk, at } of tail) {
      const title = chunk.titles?.[at];
      if (title) texts.set(chunk.ids[at]!, { ...none, title });
    }
    for (const chunk of present.display)
      chunk.ids.forEach((id, at) => {
        texts.set(id, {
          title: chunk.title[at]!,
          link: chunk.link[at]!,
          image: chunk.image[at]!,
          description: chunk.description[at]!,
        });
      });
    const arrays: Record<string, TypedArray> = {};
    for (const name of TEXTS) {
      const offsets = own?.arrays[`${name}Offsets`] as Uint32Array | undefined;
      const bytes = own?.arrays[`${name}Bytes`] as Uint8Array | undefined;
      const strings = catalogue.ids.map(
        (id, item) =>
          texts.get(id)?.[name] ||
          (offsets && bytes && item < head.catalogue.size ? stringAt({ offsets, bytes }, item) : ''),
      );
      Object.assign(arrays, stringArrays(name, strings));
    }
    made = { name: 'display', params: {}, arrays };
    return made;
  };
}
