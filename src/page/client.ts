import type { RecommendRequest } from '../engine/shelf/types.ts';
import { VitrineError } from '../errors/error.ts';
import { connect } from './connection.ts';
import { withDeadline } from './deadline.ts';
import { type Spawn, spawnWorker } from './spawn.ts';
import type { ProfileChange, Recommender, RecommenderOptions } from './types.ts';

const DEADLINE_MS = 5000;
const LOAD_MS = 30_000;
const SHELF_SIZE = 12;

export type ClientOptions = RecommenderOptions & { worker: string };

/** The Recommender of a page, with the worker's URL known. */
export function createClient(options: ClientOptions, spawn: Spawn = spawnWorker): Recommender {
  const profileName = options.profileName ?? 'vitrine';
  const listeners = new Set<() => void>();
  const warned = new Set<string>();
  const connection = connect(
    {
      worker: absolute(options.worker),
      integrity: options.workerIntegrity,
      open: {
        bundle: absolute(options.bundle),
        profileName,
        kernels: options.kernels ?? 'auto',
        storage: options.storage ?? 'device',
        lists: options.lists,
      },
      deadlineMs: options.deadlineMs ?? DEADLINE_MS,
      loadMs: LOAD_MS,
    },
    spawn,
  );
  const { call } = connection;

  /** `work`, or what stands in for it. Each kind of failure is said once, on the console. */
  async function otherwise<T>(work: Promise<T>, fallback: (error: VitrineError) => T | Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      // What is not ours is an argument that cannot be sent to a worker.
      const error = thrown instanceof VitrineError ? thrown : new VitrineError('REQUEST_INVALID', String(thrown));
      if (!warned.has(error.code)) console.warn(`vitrine: ${error.code}: ${error.message}`);
      warned.add(error.code);
      return fallback(error);
    }
  }

  const emptyShelf = (error: VitrineError) => ({
    recId: '',
    bundleVersion: '',
    isFallback: true,
    items: [],
    tookMs: 0,
    error: error.toJSON(),
  });

  let telling = false;
  /** Once for all that is tracked in one go: each listener asks the worker for a shelf. */
  function tellSoon(): void {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      tellListeners();
    });
  }

  function tellListeners(): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        console.error(error);
      }
    }
  }

  const changed = (work: Promise<ProfileChange>): Promise<ProfileChange> =>
    otherwise(
      work.then((change) => {
        tellListeners();
        return change;
      }),
      (error) => ({ error: error.toJSON() }),
    );

  // Other tabs, and pages visited since the browser froze this one, have gone on: a write of nothing reads what they wrote.
  const catchUp = () => {
    if (document.visibilityState === 'visible') void changed(call('log', 'forget', []));
  };
  document.addEventListener('visibilitychange', catchUp);

  return {
    ready: connection.opened,
    async track(event, item) {
      const interaction = { timestamp: Date.now(), ...(typeof item === 'object' ? item : { itemId: item }), event };
      const sent = call('log', 'track', [interaction]);
      // The worker takes calls in order: what a listener asks now is answered with this event, one round trip earlier.
      tellSoon();
      await otherwise<unknown>(sent, () => {});
    },
    recommend: (request) => otherwise(call('bundle', 'recommend', sized(request)), emptyShelf),
    similar: (itemId, request) => otherwise(call('bundle', 'similar', itemId, sized(request)), emptyShelf),
    rerank: (itemIds, request) => otherwise(call('bundle', 'rerank', itemIds, request), () => itemIds),
    profile: () =>
      otherwise(call('bundle', 'profile'), () => ({
        interactions: [],
        interests: [],
        categories: [],
        cart: [],
        sessionLength: 0,
      })),
    forget: (what) => changed(call('log', 'forget', [what].flat())),
    // A shopper's word must hold even where no worker runs.
    erase: () => changed(call('log', 'erase').catch((error: unknown) => deleteDatabase(profileName, error))),
    exportProfile: () => otherwise(call('log', 'exportProfile'), () => ''),
    importProfile: (...profile) => changed(call('log', 'importProfile', ...profile)),
    items: (itemIds) => otherwise(call('bundle', 'items', itemIds), () => []),
    browse: (request) => otherwise(call('bundle', 'browse', request ?? {}), () => ({ total: 0, items: [] })),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      document.removeEventListener('visibilitychange', catchUp);
      // Shelves keep what they show.
      listeners.clear();
      connection.close();
    },
  };
}

/** A page's `k` may be a property that is not set. */
function sized(request: Partial<RecommendRequest> | undefined): RecommendRequest {
  return { ...request, k: request?.k ?? SHELF_SIZE };
}

function absolute(url: string): string {
  try {
    return new URL(url, document.baseURI).href;
  } catch {
    return url;
  }
}

/** Deletes a database, or rejects with `otherwise`: IndexedDB may be forbidden, and may never answer. */
function deleteDatabase(name: string, otherwise: unknown): Promise<ProfileChange> {
  const deleted = new Promise<ProfileChange>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve({});
    request.onerror = request.onblocked = reject;
  });
  return withDeadline(deleted, DEADLINE_MS, Error).catch(() => {
    throw otherwise;
  });
}
