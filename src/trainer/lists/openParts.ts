import type { Bundle } from '../../engine/bundle/bundle.ts';
import type { ReadFile } from '../../engine/bundle/open.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { assembleWorkingSet, shapeOf } from '../../engine/lists/assemble.ts';
import { type DisplayChunk, decodeDisplayChunk, decodeItems, type ItemChunk } from '../../engine/lists/chunk.ts';
import {
  bucketAddresses,
  type ChunkAddress,
  chunkFile,
  type ListBundle,
  listAddress,
  pageAddress,
  readListBundle,
} from '../../engine/lists/listBundle.ts';
import { fail } from '../../errors/failAny.ts';
import { sha256 } from '../digest.ts';

/** Every part of a list bundle, decoded: for hosts that have the files beside them. */
export interface Parts {
  lists: ListBundle;
  /** By number of the list. */
  items: ItemChunk[];
  /** By number of the bucket. */
  records: ItemChunk[];
  /** By number of the bucket. */
  display: DisplayChunk[];
  /** Bytes of all chunks. */
  bytes: number;
}

/** Chunks read at once: each is a file in packing `files`. */
const AT_ONCE = 32;

/**
 * Reads and verifies all chunks of the list bundle that `bundle` is the head of, or undefined for a bundle that is whole.
 * @throws LIST_DAMAGED, BUNDLE_LAYOUT, and what `read` rejects with
 */
export async function readParts(bundle: Bundle, read: ReadFile, kernels: Kernels): Promise<Parts | undefined> {
  const lists = readListBundle(bundle, kernels);
  if (!lists) return undefined;
  const whole = lists.packing === 'ranges' ? await read(lists.file) : undefined;
  const chunkAt = async (address: ChunkAddress) => {
    const where = whole ? `${lists.file} at ${address.offset}` : chunkFile(address.hash);
    const bytes = whole
      ? whole.subarray(address.offset, address.offset + address.bytes)
      : await read(chunkFile(address.hash));
    const hash = new Uint8Array(await sha256(bytes));
    if (address.hash.some((byte, i) => byte !== hash[i]))
      throw fail('LIST_DAMAGED', `${where}: not what its hash says`);
    return { bytes, where };
  };
  const shape = shapeOf(lists);
  let bytes = 0;
  const decode = async <T>(address: ChunkAddress, as: (bytes: Uint8Array, where: string) => T): Promise<T> => {
    const chunk = await chunkAt(address);
    bytes += chunk.bytes.length;
    return as(chunk.bytes, chunk.where);
  };
  const items = await each(lists.lists, (list) =>
    decode(listAddress(lists, list), (chunk, where) => decodeItems('list', chunk, shape, where)),
  );
  const pages = await each(lists.pages, (page) => decode(pageAddress(lists, page), (chunk) => chunk));
  const addresses = (bucket: number) =>
    bucketAddresses(lists, pages[Math.floor(bucket / lists.bucketsPerPage)]!, bucket);
  const records = await each(lists.buckets, (bucket) =>
    decode(addresses(bucket).records, (chunk, where) => decodeItems('records', chunk, shape, where)),
  );
  const display = await each(lists.buckets, (bucket) => decode(addresses(bucket).display, decodeDisplayChunk));
  return { lists, items, records, display, bytes };
}

/**
 * The whole catalogue as an ordinary bundle. What training left out of the parts stays out: text vectors, segments and session
 * prototypes speak of the head alone.
 */
export function assembleWhole({ lists, items, records, display }: Parts): Bundle {
  const own = new Set(records.flatMap(({ ids }) => ids));
  return assembleWorkingSet(lists, { lists: items, records, own, display }).bundle;
}

/** `load` of 0 to `count` - 1, in order, so many at a time. */
async function each<T>(count: number, load: (index: number) => Promise<T>): Promise<T[]> {
  const loaded: T[] = new Array(count);
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i);
    await Promise.all(
      some.map(async (index) => {
        loaded[index] = await load(index);
      }),
    );
  }
  return loaded;
}
