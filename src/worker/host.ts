import {
  appendInteractions,
  checkLog,
  type Digest,
  type Engine,
  forgetInteractions,
  forgetItems,
  type Interaction,
  type InteractionKey,
  isInteraction,
  type Kernels,
  mergeLogs,
  type ReadFile,
  type RecommendRequest,
  readProfileFile,
  writeProfileFile,
} from '../engine/index.ts';

import { createBareEngine } from '../engine/recommender.ts';
import type { VitrineError } from '../errors/error.ts';
import { asVitrineError, fail } from '../errors/fail.ts';
import type { BundleSummary, OpenOptions, VitrineWorker } from './api.ts';
import { createGraphLoader, type GraphLoader, type OpenGraph } from './hnsw/loadGraph.ts';
import type { ReadChunk } from './lists/fetchChunk.ts';
import type { About, Prepared } from './lists/listHost.ts';
import type { ListModule, OpenedLists } from './lists/openLists.ts';
import { type OpenedBundle, openVerified } from './open.ts';
import { reply } from './reply.ts';
import { type LogStorage, type LogStore, openStore } from './store.ts';

const HOUR = 3_600_000;

/** What the host needs of the world. Injected, so that it runs in Node as it does in a worker. */
export interface HostPlatform {
  reader(bundle: string, fresh: boolean): ReadFile;
  digest: Digest;
  /** `twins` stand in where the memory of WASM cannot grow; absent: a RangeError then. */
  kernels(choice: 'auto' | 'js', twins?: Kernels): Promise<Kernels>;
  storage(profileName: string): LogStorage;
  /** The code for a catalogue that is fetched list by list. Absent or failing: such a bundle works from its head alone. */
  lists?(): Promise<ListModule>;
  /** Parts of such a catalogue. Absent: over HTTP. */
  chunks?(bundle: string): ReadChunk;
  /** The code for inverted lists. Absent or failing: all vectors of such a bundle are scanned. */
  ivf?(): Promise<typeof import('./ivf.ts')>;
  /** Reads an HNSW graph. Absent: a bundle with one is scanned. */
  graphs?: OpenGraph;
  /** What goes wrong where no call waits for it. */
  tell?(error: VitrineError): void;
  /** Does the shopper ask to save data? */
  saveData?: boolean;
  /** Milliseconds of a monotonic clock. */
  clock(): number;
  /** Milliseconds since 1970. */
  now(): number;
}

interface Opened extends OpenedBundle {
  /** Over the bundle's own items. */
  engine: Engine;
  /** The same without WASM. */
  createPlain(): Promise<Engine>;
  graphs: GraphLoader;
  /** Where the bundle is the head of a catalogue in lists. */
  lists: OpenedLists | undefined;
}

/**
 * The engine behind the boundary: one bundle, one log. The log opens apart from the bundle, so that events are kept even
 * where the bundle cannot be read; the next good bundle then finds them.
 */
export function createHost(platform: HostPlatform): VitrineWorker {
  let bundle: Promise<Opened> | undefined;
  let log: Promise<LogStore> | undefined;

  const opened = () => bundle ?? Promise.reject(fail('REQUEST_INVALID', 'open comes before every other call'));
  const store = () => log ?? Promise.reject(fail('REQUEST_INVALID', 'open comes before every other call'));

  async function openEngine(options: OpenOptions): Promise<Opened> {
    const choice = options.kernels ?? 'auto';
    let listCode: Promise<ListModule | undefined> | undefined;
    let ivfCode: Promise<typeof import('./ivf.ts') | undefined> | undefined;
    const told = (error: unknown) => {
      platform.tell?.(asVitrineError(error));
      return undefined;
    };
    const [found, kernels] = await Promise.all([
      openVerified(
        (fresh) => platform.reader(options.bundle, fresh),
        platform.digest,
        ({ sections }) => {
          for (const { name } of sections) {
            if (name === 'lists') listCode ??= platform.lists?.().catch(told);
            if (name === 'ivf') ivfCode ??= platform.ivf?.().catch(told);
          }
        },
      ),
      platform.kernels(choice),
    ]);
    const ivf = await ivfCode;
    const lists = (await listCode)?.openLists(
      found.bundle,
      options.bundle,
      {
        read: platform.chunks?.(options.bundle),
        digest: platform.digest,
        kernels: (twins) => platform.kernels(choice, twins),
        createEngine: createBareEngine,
        clock: platform.clock,
        saveData: platform.saveData === true,
      },
      options.lists,
    );
    const openGraph = platform.saveData || lists ? undefined : platform.graphs;
    const graphs = createGraphLoader(found, openGraph, (error) => platform.tell?.(error));
    const create = (kernels: Kernels) =>
      createBareEngine(found.bundle, kernels, { index: graphs.index, createIvf: ivf?.createIvfIndex });
    const createPlain = async () => create(await platform.kernels('js'));
    const engine = await orInstead(() => create(kernels), createPlain);
    return { ...found, engine, createPlain, graphs, lists };
  }

  /** An answer of `engine`; where the memory of WASM cannot grow for it, one over the plain twins answers from then on. */
  function answered<T>(found: Opened, engine: Engine, answer: (engine: Engine) => T): Promise<T> {
    return orInstead(
      () => answer(engine),
      async (thrown) => {
        if (engine !== found.engine || engine.kernels.kind === 'js') throw thrown;
        found.engine = await found.createPlain();
        return answer(found.engine);
      },
    );
  }

  /** The engine that answers: over the whole bundle, or over what this answer wants of the lists. */
  async function prepared(
    found: Opened,
    log: readonly Interaction[],
    about: About,
  ): Promise<Partial<Prepared> & { engine: Engine }> {
    return found.lists ? found.lists.prepare(log, about) : { engine: found.engine };
  }

  /** Sections for drawing come after the first answer; where they fail, the call that needs them says so. */
  function loadAfterwards({ later, graphs }: Opened): void {
    setTimeout(() =>
      later()
        .catch(() => {})
        .then(graphs.bring),
    );
  }

  /**
   * A shopper who comes back a week later has no newer interaction to count from: what was bought then has rested. By the
   * hour, so that the same question keeps its recId while a page is looked at.
   */
  function dated(request: RecommendRequest): RecommendRequest {
    if (typeof request !== 'object' || request === null) return request;
    return { ...request, now: request.now ?? Math.floor(platform.now() / HOUR) * HOUR };
  }

  async function complete(): Promise<Engine> {
    const found = await opened();
    await found.later();
    return found.engine;
  }

  return {
    open: (options) =>
      reply(async (): Promise<BundleSummary> => {
        const start = platform.clock();
        log = openStore(options.storage === 'memory' ? undefined : platform.storage(options.profileName));
        bundle = openEngine(options);
        const [{ engine, lists }, kept] = await Promise.all([bundle, log]);
        const { manifest } = engine.bundle;
        const problem = kept.problem();
        if (problem) console.warn(`vitrine: ${problem.message}`);
        return {
          bundleVersion: manifest.bundleVersion,
          items: lists?.items ?? manifest.counts.items,
          kernels: engine.kernels.kind,
          storage: kept.kind(),
          ...(problem ? { storageError: problem.toJSON() } : {}),
          window: manifest.window,
          currency: manifest.currency,
          categories: engine.categories(),
          tookMs: platform.clock() - start,
        };
      }),

    track: (interactions) =>
      reply(async () => {
        const kept = await store();
        const refused = interactions.filter((interaction) => !isInteraction(interaction));
        if (refused.length > 0) throw fail('REQUEST_INVALID', `not an interaction: ${shown(refused[0])}`);
        kept.change((before) => appendInteractions(before, interactions));
        // Who awaits this may leave the page next, and the worker with it. What failed to be kept goes on in memory.
        await kept.settled().catch(() => {});
        return { interactions: kept.log().length };
      }),

    recommend: (request) =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const start = platform.clock();
        const log = kept.log();
        const { engine, counters } = await prepared(found, log, {
          context: contextOf(request),
          categories: strings([request?.category].flat()),
        });
        const shelf = await answered(found, engine, (one) => one.recommend(log, dated(request)));
        const tookMs = platform.clock() - start;
        loadAfterwards(found);
        return { ...shelf, tookMs, ...(counters ? { lists: counters } : {}) };
      }),

    similar: (itemId, request) =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const start = platform.clock();
        const log = kept.log();
        const { engine, counters } = await prepared(found, log, { like: itemId });
        const shelf = await answered(found, engine, (one) => one.similar(itemId, dated(request), log));
        const tookMs = platform.clock() - start;
        loadAfterwards(found);
        return { ...shelf, tookMs, ...(counters ? { lists: counters } : {}) };
      }),

    rerank: (itemIds, request) =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const log = kept.log();
        const { engine } = await prepared(found, log, {
          context: strings(request?.context),
          also: strings(itemIds),
        });
        return answered(found, engine, (one) => one.rerank(itemIds, log, request));
      }),

    profile: () =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const log = kept.log();
        const { engine } = await prepared(found, log, {});
        return answered(found, engine, (one) => one.summary(log));
      }),

    forget: (what) =>
      reply(async () => {
        const kept = await store();
        const wrong = what.filter((one) => typeof one !== 'string' && !isInteraction(one));
        if (wrong.length > 0)
          throw fail('REQUEST_INVALID', `neither an item id nor an interaction: ${shown(wrong[0])}`);
        const itemIds = what.filter((one): one is string => typeof one === 'string');
        const single = what.filter((one): one is InteractionKey => typeof one !== 'string');
        // The word is kept once the device has it; and afterwards this tab knows what other tabs did.
        await kept.changeForGood((before) => forgetInteractions(forgetItems(before, itemIds), single));
        return { interactions: kept.log().length };
      }),

    exportProfile: () => reply(async () => writeProfileFile((await store()).log(), platform.now())),

    importProfile: (profile, how = 'merge') =>
      reply(async () => {
        const kept = await store();
        if (how !== 'merge' && how !== 'replace') throw fail('REQUEST_INVALID', 'how: "merge" or "replace"');
        const added = typeof profile === 'string' ? readProfileFile(profile) : checkLog(profile);
        await kept.changeForGood((before) => (how === 'replace' ? added : mergeLogs(before, added)));
        return { interactions: kept.log().length };
      }),

    erase: () =>
      reply(async () => {
        const kept = await store();
        await kept.erase();
        // The engine remembers the last log it read, to read on from there.
        void opened().then(
          ({ engine }) => engine.readProfile(kept.log()),
          () => {},
        );
        return { interactions: kept.log().length };
      }),

    items: (itemIds) =>
      reply(async () => {
        const engine = await complete();
        const { lists } = await opened();
        // The engine's own answer also refuses what is no list of ids.
        const found = engine.display(itemIds);
        return lists && found.length < itemIds.length ? lists.display(itemIds) : found;
      }),
    browse: (request) => reply(async () => (await complete()).browse(request)),
    ping: () => reply(() => 'pong' as const),
  };
}

/** What `make` makes, or what `instead` does where there is no memory for it. */
async function orInstead<T>(make: () => T, instead: (thrown: unknown) => Promise<T>): Promise<T> {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof RangeError) return instead(thrown);
    throw thrown;
  }
}

const strings = (values: unknown): string[] =>
  Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];

/** The page's own items; a request that is none is refused later. */
const contextOf = (request: RecommendRequest | null): string[] => strings(request?.context);

/** For a message: pages send what they like, numbers for ids, circles and whole documents too. */
function shown(value: unknown): string {
  const { event, itemId } = Object(value) as Partial<Record<'event' | 'itemId', unknown>>;
  const text = (part: unknown) =>
    typeof part === 'string' ? JSON.stringify(part.slice(0, 80)) : `of type ${typeof part}`;
  return `event ${text(event)}, item id ${text(itemId)}`;
}
