import type { Bundle, Section, TypedArray } from '../../engine/bundle/bundle.ts';
import { arrayOf, paramOf } from '../../engine/bundle/section.ts';
import { stringArrays, stringAt } from '../../engine/bundle/strings.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import { inputWidth, ROW_TABLES } from '../../engine/lists/chunk.ts';
import { localRows, type RowSource } from '../../engine/lists/localRows.ts';
import { type DisplayColumns, encodeDisplay } from '../../engine/shelf/display.ts';

export const TEXTS = ['title', 'link', 'image', 'description'] as const;

/**
 * The sections of a bundle that holds the first `size` items of `whole`, which are its most popular ones, and works alone.
 * Categories and brands are those of the whole, since chunks refer to them; so are the Gram matrix and the ridge.
 */
export function headSections(whole: Bundle, size: number): SectionContent[] {
  const { catalogue } = whole;
  const contents: SectionContent[] = [
    {
      name: 'items',
      load: 'first',
      params: {},
      arrays: {
        ...stringArrays('id', catalogue.ids.slice(0, size)),
        price: catalogue.price.slice(0, size),
        category: catalogue.category.slice(0, size),
        ...stringArrays('categories', catalogue.categories),
        brand: catalogue.brand.slice(0, size),
        ...stringArrays('brands', catalogue.brands),
        inStock: catalogue.inStock.slice(0, size),
        created: catalogue.created.slice(0, size),
      },
    },
  ];
  const put = (name: SectionContent['name'], params: Section['params'], arrays: Record<string, TypedArray>) =>
    contents.push({ name, load: 'first', params, arrays });

  const popularity = whole.section('popularity');
  if (popularity)
    put(
      'popularity',
      popularity.params,
      Object.fromEntries(Object.entries(popularity.arrays).map(([name, array]) => [name, array.slice(0, size)])),
    );
  const factors = whole.section('factors');
  if (factors) put('factors', ridgeOfWhole(factors, catalogue.size, size), cutVectors(factors, size));
  for (const name of ROW_TABLES) {
    const section = whole.section(name);
    if (section) put(name, section.params, prunedRows(section, size, size, catalogue.size));
  }
  const content = whole.section('content');
  if (content) put('content', content.params, cutVectors(content, size));
  const segments = whole.section('segments');
  if (segments) put('segments', segments.params, cutSegments(segments, size));
  const sessions = whole.section('sessions');
  if (sessions) {
    const prototypes = arrayOf(sessions, 'maxima', Float32Array).length;
    put('sessions', sessions.params, prunedRows(sessions, prototypes, size, catalogue.size));
  }
  const texts = (name: (typeof TEXTS)[number]) => displayTexts(whole, name, 0, size);
  const columns: DisplayColumns = {
    title: texts('title'),
    link: texts('link'),
    image: texts('image'),
    description: texts('description'),
  };
  contents.push({ name: 'display', load: 'later', params: {}, arrays: encodeDisplay(columns) });
  return contents;
}

/** The texts of items `from` to `to`, "" where the bundle has none. */
export function displayTexts(whole: Bundle, name: (typeof TEXTS)[number], from: number, to: number): string[] {
  const section = whole.section('display');
  if (!section?.arrays[`${name}Offsets`]) return new Array(to - from).fill('');
  const column = {
    offsets: arrayOf(section, `${name}Offsets`, Uint32Array),
    bytes: arrayOf(section, `${name}Bytes`, Uint8Array),
  };
  return Array.from({ length: to - from }, (_, i) => stringAt(column, from + i));
}

/** The ridge is lambda (m + alpha n): with n the head's, alpha grows so that their product stays the catalogue's. */
function ridgeOfWhole(factors: Section, items: number, size: number): Section['params'] {
  if (factors.params.alpha === undefined) return factors.params;
  return { ...factors.params, alpha: (paramOf(factors, 'alpha') * items) / size };
}

/** Vectors, scales and whatever has their lengths, cut to `size` items; the Gram matrix as it is. */
function cutVectors(section: Section, size: number): Record<string, TypedArray> {
  const dimensions = paramOf(section, 'dimensions');
  const lengths: Record<string, number> = {
    vectors: size * dimensions,
    scales: size,
    inputs: size * inputWidth(section),
    inputScales: size,
  };
  return Object.fromEntries(
    Object.entries(section.arrays).map(([name, array]) => [name, array.slice(0, lengths[name] ?? array.length)]),
  );
}

/** The first `count` rows without the targets from `size` on. */
function prunedRows(section: Section, count: number, size: number, items: number): Record<string, TypedArray> {
  const rows: RowSource['rows'] = {
    offsets: arrayOf(section, 'offsets', Uint32Array),
    maxima: arrayOf(section, 'maxima', Float32Array),
    entries: arrayOf(section, 'entries', Uint8Array),
  };
  const sources = Array.from({ length: count }, (_, at) => ({ rows, at, isGlobal: true }));
  return localRows(sources, (target) => (target < size ? target : -1), items).arrays;
}

function cutSegments(section: Section, size: number): Record<string, TypedArray> {
  const starts = arrayOf(section, 'starts', Uint32Array);
  const items = arrayOf(section, 'items', Uint32Array);
  const scores = arrayOf(section, 'scores', Uint8Array);
  const kept = { starts: [0], items: [] as number[], scores: [] as number[] };
  for (let segment = 0; segment + 1 < starts.length; segment++) {
    for (let at = starts[segment]!; at < starts[segment + 1]!; at++) {
      if (items[at]! >= size) continue;
      kept.items.push(items[at]!);
      kept.scores.push(scores[at]!);
    }
    kept.starts.push(kept.items.length);
  }
  return {
    ...section.arrays,
    starts: Uint32Array.from(kept.starts),
    items: Uint32Array.from(kept.items),
    scores: Uint8Array.from(kept.scores),
  };
}
