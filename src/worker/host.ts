import {
  appendInteractions,
  createEngine,
  type Digest,
  type Engine,
  forgetItems,
  isInteraction,
  type Kernels,
  type ReadFile,
  type RecommendRequest,
} from '../engine/index.ts';

import { fail } from '../errors/fail.ts';
import type { BundleSummary, OpenOptions, VitrineWorker } from './api.ts';
import { type OpenedBundle, openVerified } from './open.ts';
import { reply } from './reply.ts';
import { type LogStorage, type LogStore, openStore } from './store.ts';

const HOUR = 3_600_000;

/** What the host needs of the world. Injected, so that it runs in Node as it does in a worker. */
export interface HostPlatform {
  reader(bundle: string, fresh: boolean): ReadFile;
  digest: Digest;
  kernels(choice: 'auto' | 'js'): Promise<Kernels>;
  storage(profileName: string): LogStorage;
  /** Milliseconds of a monotonic clock. */
  clock(): number;
  /** Milliseconds since 1970. */
  now(): number;
}

interface Opened extends OpenedBundle {
  engine: Engine;
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
    const [found, kernels] = await Promise.all([
      openVerified((fresh) => platform.reader(options.bundle, fresh), platform.digest),
      platform.kernels(options.kernels ?? 'auto'),
    ]);
    return { ...found, engine: createEngine(found.bundle, kernels) };
  }

  /** Sections for drawing come after the first answer; where they fail, the call that needs them says so. */
  function loadAfterwards({ later }: Opened): void {
    setTimeout(() => later().catch(() => {}));
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
        const [{ engine }, kept] = await Promise.all([bundle, log]);
        const { manifest } = engine.bundle;
        return {
          bundleVersion: manifest.bundleVersion,
          items: manifest.counts.items,
          kernels: engine.kernels.kind,
          storage: kept.kind(),
          window: manifest.window,
          currency: manifest.currency,
          categories: engine.categories(),
          tookMs: platform.clock() - start,
        };
      }),

    track: (interactions) =>
      reply(async () => {
        const kept = await store();
        const refused = interactions.find((interaction) => !isInteraction(interaction));
        if (refused) throw fail('REQUEST_INVALID', `not an interaction: ${shown(refused)}`);
        kept.change((before) => appendInteractions(before, interactions));
        // Who awaits this may leave the page next, and the worker with it. What failed to be kept goes on in memory.
        await kept.settled().catch(() => {});
        return { interactions: kept.log().length };
      }),

    recommend: (request) =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const start = platform.clock();
        const shelf = found.engine.recommend(kept.log(), dated(request));
        const tookMs = platform.clock() - start;
        loadAfterwards(found);
        return { ...shelf, tookMs };
      }),

    similar: (itemId, request) =>
      reply(async () => {
        const [found, kept] = await Promise.all([opened(), store()]);
        const start = platform.clock();
        const shelf = found.engine.similar(itemId, dated(request), kept.log());
        const tookMs = platform.clock() - start;
        loadAfterwards(found);
        return { ...shelf, tookMs };
      }),

    rerank: (itemIds) =>
      reply(async () => {
        const [{ engine }, kept] = await Promise.all([opened(), store()]);
        return engine.rerank(itemIds, kept.log());
      }),

    profile: () =>
      reply(async () => {
        const [{ engine }, kept] = await Promise.all([opened(), store()]);
        return engine.summary(kept.log());
      }),

    forget: (itemIds) =>
      reply(async () => {
        const kept = await store();
        // The word is kept once the device has it; and afterwards this tab knows what other tabs did.
        await kept.changeForGood((before) => forgetItems(before, itemIds));
        return { interactions: kept.log().length };
      }),

    erase: () =>
      reply(async () => {
        await (await store()).erase();
        return null;
      }),

    items: (itemIds) => reply(async () => (await complete()).display(itemIds)),
    browse: (request) => reply(async () => (await complete()).browse(request)),
    ping: () => reply(() => 'pong' as const),
  };
}

/** For a message: pages send what they like, numbers for ids, circles and whole documents too. */
function shown(value: unknown): string {
  const { event, itemId } = Object(value) as Partial<Record<'event' | 'itemId', unknown>>;
  const text = (part: unknown) =>
    typeof part === 'string' ? JSON.stringify(part.slice(0, 80)) : `of type ${typeof part}`;
  return `event ${text(event)}, item id ${text(itemId)}`;
}
