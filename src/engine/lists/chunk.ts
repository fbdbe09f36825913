import { fail } from '../../errors/failList.ts';
import type { Section, TypedArray } from '../bundle/bundle.ts';
import { encodeStrings, stringAt } from '../bundle/strings.ts';

/** First bytes of a chunk: "VTRL" read as a little-endian u32. */
const MAGIC = 0x4c525456;
const VERSION = 1;
/** magic u32, version u8, kind u8, reserved u16, items u32. */
const HEADER_BYTES = 12;

/** `list`: what a candidate needs. `records`: that, the title, and what follows the item. `display`: what a page draws. */
export const CHUNK_KINDS = ['list', 'records', 'display'] as const;
export type ChunkKind = (typeof CHUNK_KINDS)[number];

/** Item-to-item tables whose rows travel with an item's record. */
export const ROW_TABLES = ['transitions', 'neighbours', 'together'] as const;
export type RowTable = (typeof ROW_TABLES)[number];

/** Rows as in src/engine/bundle/rows.ts, but targets are numbers of the whole catalogue. */
export interface ChunkRows {
  offsets: Uint32Array;
  maxima: Float32Array;
  entries: Uint8Array;
}

/** Items of one list or bucket, ascending in their number in the whole catalogue. Column i is item i of the chunk. */
export interface ItemChunk {
  numbers: Uint32Array;
  ids: string[];
  /** int8 packed vectors, row by row, and their scales. */
  vectors: Int8Array;
  scales: Float32Array;
  price: Float32Array;
  category: Uint16Array;
  brand: Uint16Array;
  inStock: Uint8Array;
  created: Uint16Array;
  short: Uint16Array;
  medium: Uint16Array;
  long: Uint16Array;
  repeatRate: Uint8Array;
  /** Records only. */
  titles?: string[];
  /** Records only, of a bundle whose encoder sums input vectors: packed as `vectors`. */
  inputs?: Int8Array;
  inputScales?: Float32Array;
  rows?: Partial<Record<RowTable, ChunkRows>>;
}

/** Texts of the items of one bucket. */
export interface DisplayChunk {
  ids: string[];
  title: string[];
  link: string[];
  image: string[];
  description: string[];
}

const COLUMNS = {
  numbers: Uint32Array,
  scales: Float32Array,
  price: Float32Array,
  category: Uint16Array,
  brand: Uint16Array,
  created: Uint16Array,
  short: Uint16Array,
  medium: Uint16Array,
  long: Uint16Array,
  inStock: Uint8Array,
  repeatRate: Uint8Array,
} as const;

const TEXTS = ['title', 'link', 'image', 'description'] as const;

/** Each array at the next multiple of 4 bytes; lengths follow from the header, or are written where they do not. */
class Writer {
  #parts: Uint8Array[] = [];
  #length = 0;

  put(array: TypedArray): void {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    this.#parts.push(bytes, new Uint8Array(-array.byteLength & 3));
    this.#length += (array.byteLength + 3) & ~3;
  }

  strings(strings: readonly string[]): void {
    const { offsets, bytes } = encodeStrings(strings);
    this.put(offsets);
    this.put(bytes);
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** Equal content, equal bytes; a multiple of 4 long. */
export function encodeItems(kind: 'list' | 'records', chunk: ItemChunk): Uint8Array {
  const writer = begin(kind, chunk.numbers.length);
  for (const name of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) writer.put(chunk[name]);
  writer.put(chunk.vectors);
  writer.strings(chunk.ids);
  if (kind === 'records') {
    writer.strings(chunk.titles!);
    if (chunk.inputs) {
      writer.put(chunk.inputs);
      writer.put(chunk.inputScales!);
    }
    for (const table of ROW_TABLES) {
      const rows = chunk.rows?.[table];
      if (!rows) continue;
      writer.put(rows.offsets);
      writer.put(rows.maxima);
      writer.put(rows.entries);
    }
  }
  return writer.bytes();
}

export function encodeDisplayChunk(chunk: DisplayChunk): Uint8Array {
  const writer = begin('display', chunk.ids.length);
  writer.strings(chunk.ids);
  for (const name of TEXTS) writer.strings(chunk[name]);
  return writer.bytes();
}

function begin(kind: ChunkKind, items: number): Writer {
  const writer = new Writer();
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint32(0, MAGIC, true);
  header.setUint8(4, VERSION);
  header.setUint8(5, CHUNK_KINDS.indexOf(kind));
  header.setUint32(8, items, true);
  writer.put(new Uint8Array(header.buffer));
  return writer;
}

/** How wide a section's input vectors are: a tower's have a width of their own. 0 where it has none. */
export function inputWidth({ params, arrays }: Section): number {
  const { inputDimensions = params.dimensions } = params;
  return arrays.inputs && typeof inputDimensions === 'number' ? inputDimensions : 0;
}

/** What a reader must know to read item chunks: it is the same for all chunks of a bundle. */
export interface ChunkShape {
  dimensions: number;
  /** Item-to-item tables that records carry, in the order of ROW_TABLES. */
  tables: readonly RowTable[];
  /** Width of the input vectors that records carry; 0: they carry none. */
  inputs: number;
  /** Bounds on what the columns may say. */
  items: number;
  categories: number;
  brands: number;
}

class Reader {
  #at = HEADER_BYTES;
  readonly items: number;
  readonly #bytes: Uint8Array;
  readonly #where: string;

  constructor(kind: ChunkKind, bytes: Uint8Array, where: string) {
    // Views need an aligned buffer; a range of a response is not always.
    this.#bytes = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    this.#where = where;
    const header = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    if (bytes.length < HEADER_BYTES || header.getUint32(0, true) !== MAGIC) throw this.damaged('no chunk');
    if (header.getUint8(4) > VERSION) throw this.damaged('a newer format');
    if (header.getUint8(5) !== CHUNK_KINDS.indexOf(kind)) throw this.damaged(`no ${kind} chunk`);
    this.items = header.getUint32(8, true);
  }

  damaged(what: string) {
    return fail('LIST_DAMAGED', `${this.#where}: ${what}`);
  }

  take<T extends TypedArray>(
    Type: { new (buffer: ArrayBufferLike, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
    length: number,
  ): T {
    const end = this.#at + length * Type.BYTES_PER_ELEMENT;
    if (!(end <= this.#bytes.length)) throw this.damaged('an array beyond its end');
    const array = new Type(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, length);
    this.#at = (end + 3) & ~3;
    return array;
  }

  /** Offsets from 0 that never fall, and as many bytes as the last says. */
  spans(count: number): { offsets: Uint32Array; bytes: () => Uint8Array } {
    const offsets = this.take(Uint32Array, count + 1);
    if (offsets[0] !== 0 || offsets.some((offset, i) => i > 0 && offset < offsets[i - 1]!))
      throw this.damaged('offsets that fall');
    return { offsets, bytes: () => this.take(Uint8Array, offsets[count]!) };
  }

  strings(): string[] {
    const { offsets, bytes } = this.spans(this.items);
    const column = { offsets, bytes: bytes() };
    return Array.from({ length: this.items }, (_, i) => stringAt(column, i));
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw this.damaged('bytes beyond its end');
  }
}

/**
 * Reads a list or record chunk whose hash has been checked.
 * @throws LIST_DAMAGED where it is no such chunk or speaks of what the bundle does not have
 */
export function decodeItems(kind: 'list' | 'records', bytes: Uint8Array, shape: ChunkShape, where: string): ItemChunk {
  const reader = new Reader(kind, bytes, where);
  const columns = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, Type]) => [name, reader.take<TypedArray>(Type as never, reader.items)]),
  ) as unknown as Omit<ItemChunk, 'vectors' | 'ids'>;
  const vectors = reader.take(Int8Array, reader.items * shape.dimensions);
  const chunk: ItemChunk = { ...columns, vectors, ids: reader.strings() };
  if (kind === 'records') {
    chunk.titles = reader.strings();
    if (shape.inputs) {
      chunk.inputs = reader.take(Int8Array, reader.items * shape.inputs);
      chunk.inputScales = reader.take(Float32Array, reader.items);
    }
    chunk.rows = {};
    for (const table of shape.tables) {
      const { offsets } = reader.spans(reader.items);
      const maxima = reader.take(Float32Array, reader.items);
      chunk.rows[table] = { offsets, maxima, entries: reader.take(Uint8Array, offsets[reader.items]!) };
    }
  }
  reader.end();
  const { numbers, category, brand } = chunk;
  if (
    numbers.some((number, i) => number >= shape.items || (i > 0 && number <= numbers[i - 1]!)) ||
    category.some((code) => code >= shape.categories) ||
    brand.some((code) => code >= shape.brands)
  )
    throw reader.damaged('items that the bundle does not have');
  return chunk;
}

/** @throws LIST_DAMAGED */
export function decodeDisplayChunk(bytes: Uint8Array, where: string): DisplayChunk {
  const reader = new Reader('display', bytes, where);
  const chunk: DisplayChunk = {
    ids: reader.strings(),
    title: reader.strings(),
    link: reader.strings(),
    image: reader.strings(),
    description: reader.strings(),
  };
  reader.end();
  return chunk;
}
