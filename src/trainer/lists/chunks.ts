import type { Bundle, Section } from '../../engine/bundle/bundle.ts';
import { arrayOf } from '../../engine/bundle/section.ts';
import {
  type ChunkRows,
  type DisplayChunk,
  encodeDisplayChunk,
  encodeItems,
  type ItemChunk,
  inputWidth,
  ROW_TABLES,
} from '../../engine/lists/chunk.ts';
import { displayTexts } from './head.ts';

/** Makes the chunks of any items of a whole bundle. Item numbers are given ascending. */
export interface ChunkMaker {
  list(items: readonly number[]): Uint8Array;
  records(items: readonly number[]): Uint8Array;
  display(items: readonly number[]): Uint8Array;
}

/** @throws BUNDLE_LAYOUT where `whole` lacks factors or popularity */
export function createChunkMaker(whole: Bundle, dimensions: number): ChunkMaker {
  const { catalogue } = whole;
  const factors = whole.section('factors')!;
  const popularity = whole.section('popularity');
  const scores = (name: string) =>
    popularity ? arrayOf(popularity, name, Uint16Array, catalogue.size) : new Uint16Array(catalogue.size);
  const [short, medium, long] = [scores('short'), scores('medium'), scores('long')];
  const repeatRate = popularity
    ? arrayOf(popularity, 'repeatRate', Uint8Array, catalogue.size)
    : new Uint8Array(catalogue.size);
  const vectors = arrayOf(factors, 'vectors', Int8Array, catalogue.size * dimensions);
  const scales = arrayOf(factors, 'scales', Float32Array, catalogue.size);
  const tables = ROW_TABLES.flatMap((name) => {
    const section = whole.section(name);
    return section ? [{ name, section }] : [];
  });
  const textOf = (name: 'title' | 'link' | 'image' | 'description', items: readonly number[]) =>
    items.map((item) => displayTexts(whole, name, item, item + 1)[0]!);

  const chunkOf = (items: readonly number[]): ItemChunk => ({
    numbers: Uint32Array.from(items),
    ids: items.map((item) => catalogue.ids[item]!),
    vectors: cutRows(vectors, dimensions, items),
    scales: Float32Array.from(items, (item) => scales[item]!),
    price: Float32Array.from(items, (item) => catalogue.price[item]!),
    category: Uint16Array.from(items, (item) => catalogue.category[item]!),
    brand: Uint16Array.from(items, (item) => catalogue.brand[item]!),
    inStock: Uint8Array.from(items, (item) => catalogue.inStock[item]!),
    created: Uint16Array.from(items, (item) => catalogue.created[item]!),
    short: Uint16Array.from(items, (item) => short[item]!),
    medium: Uint16Array.from(items, (item) => medium[item]!),
    long: Uint16Array.from(items, (item) => long[item]!),
    repeatRate: Uint8Array.from(items, (item) => repeatRate[item]!),
  });

  return {
    list: (items) => encodeItems('list', chunkOf(items)),
    records(items) {
      const inputs = factors.arrays.inputs
        ? {
            inputs: cutRows(arrayOf(factors, 'inputs', Int8Array), inputWidth(factors), items),
            inputScales: Float32Array.from(
              items,
              (item) => arrayOf(factors, 'inputScales', Float32Array, catalogue.size)[item]!,
            ),
          }
        : {};
      const rows = Object.fromEntries(tables.map(({ name, section }) => [name, rowsOf(section, items)]));
      return encodeItems('records', { ...chunkOf(items), ...inputs, titles: textOf('title', items), rows });
    },
    display(items) {
      const chunk: DisplayChunk = {
        ids: items.map((item) => catalogue.ids[item]!),
        title: textOf('title', items),
        link: textOf('link', items),
        image: textOf('image', items),
        description: textOf('description', items),
      };
      return encodeDisplayChunk(chunk);
    },
  };
}

function cutRows(vectors: Int8Array, dimensions: number, items: readonly number[]): Int8Array {
  const cut = new Int8Array(items.length * dimensions);
  items.forEach((item, i) => {
    cut.set(vectors.subarray(item * dimensions, (item + 1) * dimensions), i * dimensions);
  });
  return cut;
}

/** The rows of some items, byte for byte. */
function rowsOf(section: Section, items: readonly number[]): ChunkRows {
  const all = {
    offsets: arrayOf(section, 'offsets', Uint32Array),
    maxima: arrayOf(section, 'maxima', Float32Array),
    entries: arrayOf(section, 'entries', Uint8Array),
  };
  const offsets = new Uint32Array(items.length + 1);
  items.forEach((item, i) => {
    offsets[i + 1] = offsets[i]! + all.offsets[item + 1]! - all.offsets[item]!;
  });
  const entries = new Uint8Array(offsets[items.length]!);
  items.forEach((item, i) => {
    entries.set(all.entries.subarray(all.offsets[item], all.offsets[item + 1]), offsets[i]);
  });
  return { offsets, maxima: Float32Array.from(items, (item) => all.maxima[item]!), entries };
}
