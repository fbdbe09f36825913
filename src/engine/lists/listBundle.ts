import { fail } from '../../errors/failList.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { hex } from '../bundle/hex.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels, Scanner } from '../kernels/kernels.ts';

/** Bytes of a chunk's truncated sha256. */
export const HASH_BYTES = 16;

/** A bundle whose own items are the most popular ones only; the rest of the catalogue lies in chunks beside it. */
export interface ListBundle {
  /** The head: works alone. */
  bundle: Bundle;
  /** Items of the whole catalogue. The head has numbers 0 to `bundle.catalogue.size` - 1 of them. */
  items: number;
  dimensions: number;
  /** How many inverted lists there are. */
  lists: number;
  /** How many of them answer a request with the recall that training measured. */
  probes: number;
  /** How many buckets the item ids hash into, and how many of them share a page. */
  buckets: number;
  bucketsPerPage: number;
  pages: number;
  /** `files`: a file a chunk, named by its hash. `ranges`: all chunks in one file. */
  packing: 'files' | 'ranges';
  /** That one file; "" for `files`. */
  file: string;
  /** The centroids, ready for scanning. */
  centroids: Scanner;
  listItems: Uint32Array;
  listBytes: Uint32Array;
  /** HASH_BYTES a list. */
  listHashes: Uint8Array;
  /** HASH_BYTES a page. */
  pageHashes: Uint8Array;
  /** Range of each category in `categoryLists`: the lists that hold most of what is popular in it, best first. */
  categoryStarts: Uint32Array;
  categoryLists: Uint32Array;
  /** Byte ranges of lists and pages in `file`. */
  listOffsets: Float64Array;
  pageOffset(page: number): number;
}

/** What names a chunk and verifies it. */
export interface ChunkAddress {
  /** First bytes of its sha256. */
  hash: Uint8Array;
  bytes: number;
  /** Where it begins in the bundle's one file, in packing `ranges`. */
  offset: number;
}

/** A page: for each bucket a record chunk and a display chunk, each a hash and a length. */
export const PAGE_ENTRY_BYTES = 2 * (HASH_BYTES + 4);
/** Ahead of them, the offset in the file of the page's first bucket, in units of 4 bytes. */
export const PAGE_HEAD_BYTES = 4;

export const pageBytes = (buckets: number): number => PAGE_HEAD_BYTES + buckets * PAGE_ENTRY_BYTES;

/** The list bundle that `bundle` is the head of, or undefined for a bundle that is whole. @throws BUNDLE_LAYOUT */
export function readListBundle(bundle: Bundle, kernels: Kernels): ListBundle | undefined {
  const section = bundle.section('lists');
  if (!section) return undefined;
  const whole = (name: string, least: number) => {
    const value = paramOf(section, name);
    if (!Number.isInteger(value) || value < least) throw wrong(`parameter "${name}"`);
    return value;
  };
  const items = whole('items', bundle.catalogue.size);
  const dimensions = whole('dimensions', 16);
  const buckets = whole('buckets', 1);
  const bucketsPerPage = whole('bucketsPerPage', 1);
  const pages = Math.ceil(buckets / bucketsPerPage);
  const { packing, file } = section.params;
  if (packing !== 'files' && packing !== 'ranges') throw wrong('parameter "packing"');
  if (typeof file !== 'string' || !(packing === 'files' ? file === '' : /^[a-z]+\.[0-9a-f]+\.bin$/.test(file)))
    throw wrong('parameter "file"');
  const scales = arrayOf(section, 'centroidScales', Float32Array);
  const lists = scales.length;
  if (lists === 0) throw wrong('array "centroidScales"');
  const categoryStarts = arrayOf(section, 'categoryStarts', Uint32Array, bundle.catalogue.categories.length + 1);
  const categoryLists = arrayOf(section, 'categoryLists', Uint32Array, categoryStarts.at(-1));
  if (categoryStarts.some((start, c) => c > 0 && start < categoryStarts[c - 1]!)) throw wrong('array "categoryStarts"');
  if (categoryLists.some((list) => list >= lists)) throw wrong('array "categoryLists"');
  const listBytes = arrayOf(section, 'listBytes', Uint32Array, lists);
  const listOffsets = new Float64Array(lists + 1);
  for (let list = 0; list < lists; list++) listOffsets[list + 1] = listOffsets[list]! + listBytes[list]!;
  return {
    bundle,
    items,
    dimensions,
    lists,
    probes: Math.min(lists, whole('probes', 1)),
    buckets,
    bucketsPerPage,
    pages,
    packing,
    file,
    centroids: kernels.createScanner({
      packed: arrayOf(section, 'centroids', Int8Array, lists * dimensions),
      scales,
      items: lists,
      dimensions,
    }),
    listItems: arrayOf(section, 'listItems', Uint32Array, lists),
    listBytes,
    listHashes: arrayOf(section, 'listHashes', Uint8Array, lists * HASH_BYTES),
    pageHashes: arrayOf(section, 'pageHashes', Uint8Array, pages * HASH_BYTES),
    categoryStarts,
    categoryLists,
    listOffsets,
    pageOffset: (page) => listOffsets[lists]! + page * pageBytes(bucketsPerPage),
  };
}

/** The file of a chunk in packing `files`: its hash names it, so that two versions of a bundle can lie side by side. */
export const chunkFile = (hash: Uint8Array): string => `chunk.${hex(hash).slice(0, 12)}.bin`;

/** The chunk of one inverted list. */
export function listAddress(lists: ListBundle, list: number): ChunkAddress {
  return {
    hash: hashAt(lists.listHashes, list),
    bytes: lists.listBytes[list]!,
    offset: lists.listOffsets[list]!,
  };
}

/** The chunk that says where the buckets of one page are. */
export function pageAddress(lists: ListBundle, page: number): ChunkAddress {
  const buckets = Math.min(lists.bucketsPerPage, lists.buckets - page * lists.bucketsPerPage);
  return { hash: hashAt(lists.pageHashes, page), bytes: pageBytes(buckets), offset: lists.pageOffset(page) };
}

/** The two chunks of a bucket, from its verified page. */
export function bucketAddresses(
  lists: ListBundle,
  page: Uint8Array,
  bucket: number,
): { records: ChunkAddress; display: ChunkAddress } {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  let offset = 4 * view.getUint32(0, true);
  const at = (entry: number): ChunkAddress => {
    const from = PAGE_HEAD_BYTES + entry * (HASH_BYTES + 4);
    return { hash: page.slice(from, from + HASH_BYTES), bytes: view.getUint32(from + HASH_BYTES, true), offset };
  };
  const first = 2 * (bucket % lists.bucketsPerPage);
  for (let entry = 0; entry < first; entry++) offset += at(entry).bytes;
  const records = at(first);
  offset += records.bytes;
  return { records, display: at(first + 1) };
}

/** The bucket of an item id: FNV-1a over its UTF-16 units, by multiplication into the range. */
export function bucketOf(itemId: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < itemId.length; i++) {
    const unit = itemId.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  // Neighbouring ids differ in their last units, which FNV leaves in the low bits.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return Math.floor(((hash >>> 0) / 4294967296) * buckets);
}

const hashAt = (hashes: Uint8Array, index: number) => hashes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);

const wrong = (what: string) => fail('BUNDLE_LAYOUT', `section "lists", ${what}`);
