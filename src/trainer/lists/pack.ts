import type { Bundle } from '../../engine/bundle/bundle.ts';
import { hex } from '../../engine/bundle/hex.ts';
import { arrayOf, paramOf } from '../../engine/bundle/section.ts';
import { type PackedBundle, packBundle, type SectionContent } from '../../engine/bundle/write.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import {
  bucketOf,
  chunkFile,
  HASH_BYTES,
  PAGE_ENTRY_BYTES,
  PAGE_HEAD_BYTES,
  pageBytes,
} from '../../engine/lists/listBundle.ts';
import { fail } from '../../errors/failAny.ts';
import { sha256 } from '../digest.ts';
import { clusterRows } from '../indexing/kmeans.ts';
import { Random } from '../random.ts';
import { createChunkMaker } from './chunks.ts';
import { headSections } from './head.ts';
import { chooseProbes } from './probes.ts';

export interface ListOptions {
  packing: 'files' | 'ranges';
  /** Items of the head. Default 4000. */
  head?: number;
  /** Items that share a list, on average. Default 256. */
  listItems?: number;
  /** Items that share a bucket, on average. Default 128 for files, which a host counts, and 32 for ranges. */
  bucketItems?: number;
  /** Recall@20 that the number of probed lists is chosen for. Default 0.97. */
  recall?: number;
  seed?: number;
  kernels: Kernels;
  /** User vectors to measure recall with. */
  vectors: readonly Float32Array[];
}

/** Items of the head, where nothing is said. */
export const HEAD_ITEMS = 4000;

const BUCKETS_PER_PAGE = 64;
const LISTS_PER_CATEGORY = 8;
/** What a page's u32 of 4-byte units can address. */
const MOST_BYTES = 4 * 2 ** 32;

/**
 * A whole bundle as a list bundle: the head, which is an ordinary bundle of the most popular items, and beside it a chunk a
 * list and two a bucket (records, display). `whole` is open with its later sections, its factors in item order.
 * Equal input, equal bytes. @throws CONFIG_INVALID (with an index), CATALOGUE_TOO_WIDE, TOO_LITTLE_DATA (no factors, or no more items than the head)
 */
export async function packLists(whole: Bundle, options: ListOptions): Promise<PackedBundle> {
  const { packing, kernels, head = HEAD_ITEMS, listItems = 256, recall = 0.97, seed = 1 } = options;
  const { catalogue } = whole;
  const items = catalogue.size;
  const factors = whole.section('factors');
  if (!factors) throw fail('TOO_LITTLE_DATA', '--lists needs factors');
  if (factors.params.encoder === 'onnx')
    throw fail('CONFIG_INVALID', '--lists does not go with an encoder from outside, which knows the whole catalogue');
  if (whole.section('ivf')) throw fail('CONFIG_INVALID', '--lists goes with --index exact');
  if (items <= head) throw fail('TOO_LITTLE_DATA', `--lists: ${items} items, and the head takes ${head}`);
  const dimensions = paramOf(factors, 'dimensions');
  const vectors = arrayOf(factors, 'vectors', Int8Array, items * dimensions);
  const scales = arrayOf(factors, 'scales', Float32Array, items);
  const lists = Math.max(1, Math.round((items - head) / listItems));
  const rows = unpackVectors(vectors.subarray(head * dimensions), scales.subarray(head), dimensions);
  const clusters = clusterRows(rows, dimensions, lists, new Random(seed, 'lists'), { kernels });
  const centroids = packVectors(clusters.centroids, dimensions);
  const members: number[][] = Array.from({ length: lists }, () => []);
  clusters.assignment.forEach((list, row) => {
    members[list]!.push(head + row);
  });
  const scanned = { packed: centroids.packed, scales: centroids.scales, items: lists, dimensions };
  const probed = chooseProbes(
    kernels.createScanner({ packed: vectors, scales, items, dimensions }),
    kernels.createScanner(scanned),
    lists,
    clusters.assignment,
    head,
    options.vectors,
    recall,
  );

  const buckets = Math.ceil(items / (options.bucketItems ?? (packing === 'files' ? 128 : 32)));
  const inBucket: number[][] = Array.from({ length: buckets }, () => []);
  catalogue.ids.forEach((id, item) => {
    inBucket[bucketOf(id, buckets)]!.push(item);
  });
  const maker = createChunkMaker(whole, dimensions);
  const store = new ChunkStore();
  const listHashes = new Uint8Array(lists * HASH_BYTES);
  const listBytes = new Uint32Array(lists);
  for (let list = 0; list < lists; list++) {
    const bytes = maker.list(members[list]!);
    listBytes[list] = bytes.length;
    listHashes.set(await store.add(bytes), list * HASH_BYTES);
  }
  const pages = Math.ceil(buckets / BUCKETS_PER_PAGE);
  const sizeOf = (page: number) => pageBytes(Math.min(BUCKETS_PER_PAGE, buckets - page * BUCKETS_PER_PAGE));
  const pagesFrom = store.length;
  let pagesLength = 0;
  for (let page = 0; page < pages; page++) pagesLength += sizeOf(page);
  const pageHashes = new Uint8Array(pages * HASH_BYTES);
  const pageChunks: Uint8Array[] = [];
  const pageNames: Uint8Array[] = [];
  const bucketStore = new ChunkStore();
  for (let page = 0; page < pages; page++) {
    const bytes = new Uint8Array(sizeOf(page));
    const view = new DataView(bytes.buffer);
    const from = pagesFrom + pagesLength + bucketStore.length;
    if (from >= MOST_BYTES) throw fail('CATALOGUE_TOO_WIDE', 'lists of more than 16 GB');
    // In packing `files` nothing has an offset, and a page must not change because another one did.
    view.setUint32(0, packing === 'ranges' ? from / 4 : 0, true);
    const first = page * BUCKETS_PER_PAGE;
    for (let bucket = first; bucket < Math.min(buckets, first + BUCKETS_PER_PAGE); bucket++) {
      const chunks = [maker.records(inBucket[bucket]!), maker.display(inBucket[bucket]!)];
      for (const [i, chunk] of chunks.entries()) {
        const at = PAGE_HEAD_BYTES + (bucket - first) * PAGE_ENTRY_BYTES + (i * PAGE_ENTRY_BYTES) / 2;
        bytes.set(await bucketStore.add(chunk), at);
        view.setUint32(at + HASH_BYTES, chunk.length, true);
      }
    }
    const hash = new Uint8Array(await sha256(bytes)).subarray(0, HASH_BYTES);
    pageHashes.set(hash, page * HASH_BYTES);
    pageChunks.push(bytes);
    pageNames.push(hash);
  }
  for (const [page, bytes] of pageChunks.entries()) store.addHashed(bytes, pageNames[page]!);
  store.append(bucketStore);

  const files = new Map<string, Uint8Array>();
  let file = '';
  if (packing === 'ranges') {
    const all = store.joined();
    file = `chunks.${hex(new Uint8Array(await sha256(all))).slice(0, 12)}.bin`;
    files.set(file, all);
  } else store.eachFile((name, bytes) => files.set(name, bytes));

  const section: SectionContent = {
    name: 'lists',
    load: 'first',
    params: {
      packing,
      file,
      items,
      dimensions,
      buckets,
      bucketsPerPage: BUCKETS_PER_PAGE,
      probes: probed.probes,
    },
    arrays: {
      centroids: centroids.packed,
      centroidScales: centroids.scales,
      listItems: Uint32Array.from(members, ({ length }) => length),
      listBytes,
      listHashes,
      pageHashes,
      ...categoryLists(whole, members),
    },
  };
  const { magic: _, format: __, bundleVersion: ___, sections: ____, ...manifest } = whole.manifest;
  const packed = await packBundle(
    {
      ...manifest,
      counts: { ...manifest.counts, items: head },
      card: {
        ...manifest.card,
        params: {
          ...manifest.card.params,
          lists: { packing, items, head, lists, probes: probed.probes, recallAt20: probed.recall },
        },
      },
    },
    [...headSections(whole, head), section],
    sha256,
  );
  for (const [name, bytes] of packed.files) files.set(name, bytes);
  return { manifest: packed.manifest, files };
}

/** For each category the lists that hold most of it beyond the head, an item counting by its popularity. */
function categoryLists(whole: Bundle, members: readonly number[][]): Record<string, Uint32Array> {
  const { category, categories } = whole.catalogue;
  const popularity = whole.section('popularity');
  const scores = popularity && arrayOf(popularity, `${popularity.params.main}`, Uint16Array, whole.catalogue.size);
  const weights = categories.map(() => new Map<number, number>());
  for (const [list, items] of members.entries())
    for (const item of items) {
      const own = weights[category[item]!]!;
      own.set(list, (own.get(list) ?? 0) + 1 + (scores?.[item] ?? 0));
    }
  const starts = [0];
  const lists: number[] = [];
  for (const own of weights) {
    const best = [...own].sort(([a, x], [b, y]) => y - x || a - b).slice(0, LISTS_PER_CATEGORY);
    lists.push(...best.map(([list]) => list));
    starts.push(lists.length);
  }
  return { categoryStarts: Uint32Array.from(starts), categoryLists: Uint32Array.from(lists) };
}

/** Chunks in their order, each with its hash. */
class ChunkStore {
  readonly #chunks: { hash: Uint8Array; bytes: Uint8Array }[] = [];
  length = 0;

  /** Keeps a chunk and answers its hash. */
  async add(bytes: Uint8Array): Promise<Uint8Array> {
    const hash = new Uint8Array(await sha256(bytes)).slice(0, HASH_BYTES);
    this.addHashed(bytes, hash);
    return hash;
  }

  addHashed(bytes: Uint8Array, hash: Uint8Array): void {
    this.#chunks.push({ hash, bytes });
    this.length += bytes.length;
  }

  append(other: ChunkStore): void {
    for (const { hash, bytes } of other.#chunks) this.addHashed(bytes, hash);
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const { bytes } of this.#chunks) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }

  eachFile(visit: (name: string, bytes: Uint8Array) => void): void {
    for (const { hash, bytes } of this.#chunks) visit(chunkFile(hash), bytes);
  }
}
