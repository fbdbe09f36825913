import {
  appendInteractions,
  checkLog,
  type Engine,
  forgetInteractions,
  forgetItems,
  type InteractionKey,
  isInteraction,
  mergeLogs,
  type RecommendRequest,
  readProfileFile,
  type Shelf,
  writeProfileFile,
} from '../engine/index.ts';
import type { TimedShelf } from '../engine/shelf/types.ts';
import { fail } from '../errors/fail.ts';
import type { BundleSummary, VitrineWorker } from './api.ts';
import type { About, Prepared } from './lists/listHost.ts';
import { answered, type HostPlatform, type Opened, openEngine } from './openEngine.ts';
import { reply } from './reply.ts';
import { type Log, type LogStore, openStore } from './store.ts';

export type { HostPlatform } from './openEngine.ts';

const HOUR = 3_600_000;

/**
 * The engine behind the boundary: one bundle, one log. The log opens apart from the bundle, so that events are kept even
 * where the bundle cannot be read; the next good bundle then finds them.
 */
export function createHost(platform: HostPlatform): VitrineWorker {
  let bundle: Promise<Opened> | undefined;
  let log: Promise<LogStore> | undefined;

  const opened = () => bundle ?? Promise.reject(fail('REQUEST_INVALID', 'open comes before every other call'));
  const store = () => log ?? Promise.reject(fail('REQUEST_INVALID', 'open comes before every other call'));

  /** What `answer` makes of the log, by the engine over the whole bundle or over what `about` wants of the lists. */
  async function ask<T>(about: About, answer: (engine: Engine, log: Log) => T, request?: Omit<RecommendRequest, 'k'>) {
    const [found, kept] = await Promise.all([opened(), store()]);
    const start = platform.clock();
    const log = kept.log();
    const { engine, counters }: Partial<Prepared> & { engine: Engine } = found.lists
      ? await found.lists.prepare(log, about)
      : found;
    if (request?.explain) await found.explain();
    if (request) await engine.prepare(log, request);
    const value = await answered(found, engine, (one) => answer(one, log));
    return { found, value, counters, tookMs: platform.clock() - start };
  }

  const timed = (about: About, answer: (engine: Engine, log: Log) => Shelf, request?: RecommendRequest) =>
    reply(async (): Promise<TimedShelf> => {
      const { found, value, counters, tookMs } = await ask(about, answer, request);
      setTimeout(found.bring);
      return { ...value, tookMs, ...(counters ? { lists: counters } : {}) };
    });

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
        bundle = openEngine(platform, options);
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

    recommend(request) {
      // Prepared is the very question that is then asked, its hour included.
      const asked = dated(request);
      return timed(
        { context: contextOf(request), categories: strings([request?.category].flat()) },
        (engine, log) => engine.recommend(log, asked),
        asked,
      );
    },
    similar: (itemId, request) => timed({ like: itemId }, (engine, log) => engine.similar(itemId, dated(request), log)),

    rerank: (itemIds, request) =>
      reply(async () => {
        const about = { context: strings(request?.context), also: strings(itemIds) };
        const plain = { ...request, useRanking: false, explain: false };
        return (await ask(about, (engine, log) => engine.rerank(itemIds, log, request), plain)).value;
      }),

    profile: () => reply(async () => (await ask({}, (engine, log) => engine.summary(log))).value),

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
