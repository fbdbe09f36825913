import {
  type Bundle,
  type createEngine,
  createJsKernels,
  type Digest,
  type Engine,
  type Interaction,
  type ItemDisplay,
  type Kernels,
  type ListCounters,
} from '../../engine/index.ts';
import { assembleWorkingSet, shapeOf, type WorkingSet } from '../../engine/lists/assemble.ts';
import {
  type ChunkKind,
  type DisplayChunk,
  decodeDisplayChunk,
  decodeItems,
  type ItemChunk,
} from '../../engine/lists/chunk.ts';
import { coverOf } from '../../engine/lists/cover.ts';
import {
  bucketAddresses,
  type ChunkAddress,
  chunkFile,
  type ListBundle,
  listAddress,
  pageAddress,
} from '../../engine/lists/listBundle.ts';
import { bucketsOf, listsFor, listsWithin, OWN_ITEMS, ownItems, vectorOf, withPage } from '../../engine/lists/want.ts';
import { displayItem } from '../../engine/shelf/display.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { asVitrineError } from '../../errors/failList.ts';
import { createChunkStore } from './chunkStore.ts';
import type { ReadChunk } from './fetchChunk.ts';

/** How lists are fetched. Every field has a default. */
export interface ListOptions {
  /** Longest wait of one answer for its lists, ms. Default 1000. */
  waitMs?: number;
  /** How many other lists to fetch with each, so that the host cannot tell which was wanted. Default 0. */
  cover?: number;
  /** How many of the next best lists to fetch once an answer is given. Default 2; none under Save-Data. */
  prefetch?: number;
}

export interface ListPlatform {
  read: ReadChunk;
  digest: Digest;
  /** `twins` stand in where the memory of WASM cannot grow. */
  kernels(twins: Kernels): Promise<Kernels>;
  /** The engine's own: a late script does not carry it again. */
  createEngine: typeof createEngine;
  clock(): number;
  /** Does the shopper ask to save data? Then nothing is fetched ahead. */
  saveData: boolean;
}

/** Engines kept: a page asks for several shelves of one state of the log. */
const KEPT_ENGINES = 2;

export interface Prepared {
  engine: Engine;
  counters: ListCounters;
}

/** What an answer is about, beside the log. */
export interface About {
  /** Ids that the page shows or asks about: their records are wanted too. */
  context?: readonly string[];
  /** Choose lists by this item and not by the shopper. */
  like?: string;
  /** Category paths that the answer must lie within. */
  categories?: readonly string[];
  /** Other ids whose records are wanted, to rank them; the first OWN_ITEMS. */
  also?: readonly string[];
}

export interface ListHost {
  /** An engine over the head and what a request wants of the lists, after at most `waitMs`. Never rejects because of a list. */
  prepare(log: readonly Interaction[], about: About): Promise<Prepared>;
  /** What a page draws of these items, whichever part of the catalogue they are in; those that could not be fetched are left out. */
  display(itemIds: readonly string[]): Promise<ItemDisplay[]>;
}

/** The host's side of a list bundle: what to fetch, when to stop waiting, and the engine over what is there. */
export function createListHost(lists: ListBundle, platform: ListPlatform, options: ListOptions = {}): ListHost {
  const { waitMs = 1000, cover = 0, prefetch = 2 } = options;
  const store = createChunkStore(lists, platform.read, platform.digest, platform.clock);
  const shape = shapeOf(lists);
  const decoded = new WeakMap<Uint8Array, ItemChunk | DisplayChunk>();
  const engines = new Map<string, Promise<{ engine: Engine; set: WorkingSet }>>();
  let latest: Bundle = lists.bundle;

  function read<T extends ItemChunk | DisplayChunk>(bytes: Uint8Array, kind: ChunkKind, where: string): T {
    const known = decoded.get(bytes);
    if (known) return known as T;
    const chunk = kind === 'display' ? decodeDisplayChunk(bytes, where) : decodeItems(kind, bytes, shape, where);
    decoded.set(bytes, chunk);
    return chunk as T;
  }

  const listOf = async (list: number) => {
    const address = listAddress(lists, list);
    return read<ItemChunk>(await store.fetch(address), 'list', chunkFile(address.hash));
  };
  const bucketOf = async <T extends ItemChunk | DisplayChunk>(bucket: number, kind: 'records' | 'display') => {
    const page = await store.fetch(pageAddress(lists, Math.floor(bucket / lists.bucketsPerPage)));
    const address: ChunkAddress = bucketAddresses(lists, page, bucket)[kind];
    return read<T>(await store.fetch(address), kind, chunkFile(address.hash));
  };

  async function engineOver(own: ReadonlySet<string>, records: ItemChunk[], present: ItemChunk[], key: string) {
    const known = engines.get(key);
    if (known) return known;
    const made = platform.kernels(createJsKernels()).then((kernels) => {
      const set = assembleWorkingSet(lists, { lists: present, records, own, display: [] });
      return { engine: platform.createEngine(set.bundle, kernels), set };
    });
    engines.set(key, made);
    if (engines.size > KEPT_ENGINES) engines.delete(engines.keys().next().value!);
    return made;
  }

  /** Other lists that go with the wanted ones. Their bytes are not kept from the cache, nor waited for. */
  function fetchCover(wanted: readonly number[]): void {
    if (cover === 0) return;
    const others = wanted.flatMap((list) => coverOf(list, lists.lists, cover));
    for (const list of new Set(others)) store.fetch(listAddress(lists, list)).catch(() => {});
  }

  function fetchAhead(probed: number, vector: Float32Array | undefined): void {
    if (platform.saveData || prefetch <= 0) return;
    const next = listsFor(lists, vector, prefetch).slice(probed);
    setTimeout(() => {
      fetchCover(next);
      for (const list of next) listOf(list).catch(() => {});
    });
  }

  return {
    async prepare(log, { context = [], like, categories = [], also = [] }) {
      const start = platform.clock();
      const until = start + waitMs;
      const before = store.bytes();
      const left = () => Math.max(0, until - platform.clock());
      const own = new Set([
        ...ownItems(log, like === undefined ? context : [like, ...context]),
        ...also.slice(0, OWN_ITEMS),
      ]);
      const buckets = bucketsOf(lists, own);
      const records = await settle(buckets, (bucket) => bucketOf<ItemChunk>(bucket, 'records'), left());
      // Own items alone give the vector: in JavaScript, since WASM memory is not given back before its kernels are.
      const known = assembleWorkingSet(lists, { lists: [], records: records.present, own, display: [] });
      const scout = platform.createEngine(onlyFactors(known.bundle), createJsKernels());
      const item = like === undefined ? -1 : known.bundle.catalogue.numberOf(like);
      const vector =
        item >= 0 ? scout.sources.factors?.itemVector(item) : vectorOf(scout, withPage(scout, log, context));
      const probed = listsFor(lists, vector);
      const within = listsWithin(lists, categories, vector);
      const wanted = [...new Set([...probed, ...within])];
      fetchCover(wanted);
      const found = await settle(wanted, listOf, left());
      const key = JSON.stringify([[...own].sort(), records.keys, [...found.keys].sort((a, b) => a - b)]);
      const { engine, set } = await engineOver(own, records.present, found.present, key);
      latest = set.bundle;
      fetchAhead(probed.length, vector);
      const errors = [...records.errors, ...found.errors];
      const late = records.late + found.late;
      return {
        engine,
        counters: {
          wanted: buckets.length + wanted.length,
          present: records.present.length + found.present.length,
          missing: errors.length,
          late,
          absentTargets: set.absentTargets,
          bytes: store.bytes() - before,
          ...codesOf(errors, late),
        },
      };
    },

    async display(itemIds) {
      const size = lists.bundle.catalogue.size;
      const beyond = itemIds.filter((id) => lists.bundle.catalogue.numberOf(id) < 0);
      const unknown = beyond.filter((id) => latest.catalogue.numberOf(id) < 0);
      const [texts, records] = await Promise.all([
        settle(bucketsOf(lists, beyond), (bucket) => bucketOf<DisplayChunk>(bucket, 'display'), waitMs),
        settle(bucketsOf(lists, unknown), (bucket) => bucketOf<ItemChunk>(bucket, 'records'), waitMs),
      ]);
      const shownOf = displayTexts(texts.present);
      const { bundle } = assembleWorkingSet(lists, {
        lists: [],
        records: records.present,
        own: new Set(unknown),
        display: [],
      });
      return itemIds.flatMap((id) => {
        for (const from of [latest, bundle]) {
          const item = from.catalogue.numberOf(id);
          if (item >= 0) return [{ ...displayItem(item < size ? lists.bundle : from, item), ...shownOf.get(id) }];
        }
        return [];
      });
    },
  };
}

/** What a user vector takes: an engine over all sources costs several times as much, and would be thrown away. */
function onlyFactors(bundle: Bundle): Bundle {
  return { ...bundle, section: (name) => (name === 'factors' ? bundle.section(name) : undefined) };
}

/** The codes of what went wrong, each once, in the order of the alphabet: which came first is chance. */
function codesOf(errors: readonly ErrorCode[], late: number): { codes?: ErrorCode[] } {
  const codes = new Set(errors);
  if (late > 0) codes.add('LIST_LATE');
  return codes.size > 0 ? { codes: [...codes].sort() } : {};
}

function displayTexts(chunks: readonly DisplayChunk[]): Map<string, Partial<ItemDisplay>> {
  const shown = new Map<string, Partial<ItemDisplay>>();
  for (const chunk of chunks)
    chunk.ids.forEach((id, at) => {
      const texts: Partial<ItemDisplay> = {};
      for (const name of ['title', 'link', 'image', 'description'] as const)
        if (chunk[name][at]) texts[name] = chunk[name][at];
      shown.set(id, texts);
    });
  return shown;
}

interface Settled<T> {
  present: T[];
  /** Keys of what is present, in the order asked. */
  keys: number[];
  errors: ErrorCode[];
  late: number;
}

/** What of several loads has arrived after `ms`; the rest goes on and is there for who asks next. */
async function settle<T>(keys: readonly number[], load: (key: number) => Promise<T>, ms: number): Promise<Settled<T>> {
  const values = new Map<number, T>();
  const errors: ErrorCode[] = [];
  const loads = keys.map((key) =>
    load(key).then(
      (value) => {
        values.set(key, value);
      },
      (thrown: unknown) => {
        errors.push(asVitrineError(thrown).code);
      },
    ),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    Promise.all(loads),
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
  // As things stand now: what arrives later belongs to the next request.
  const arrived = keys.filter((key) => values.has(key));
  return {
    present: arrived.map((key) => values.get(key)!),
    keys: arrived,
    errors: [...errors],
    late: keys.length - arrived.length - errors.length,
  };
}
