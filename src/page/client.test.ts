import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BundleSummary, OpenOptions, Reply, VitrineWorker } from '../worker/api.ts';
import { type ClientOptions, createClient } from './client.ts';
import type { Spawn } from './spawn.ts';
import { workerError } from './workerError.ts';

const OPTIONS: ClientOptions = { bundle: '/models/', worker: '/vitrine.worker.js', deadlineMs: 40 };
const SUMMARY = { bundleVersion: 'v1', items: 3 } as BundleSummary;
const ok = async <T>(value: T): Promise<Reply<T>> => ({ ok: true, value });
const no = async (code: string): Promise<Reply<never>> =>
  ({ ok: false, error: { code, message: `${code}.` } }) as Reply<never>;
const never = () => new Promise<never>(() => {});

/** Workers as the client sees them: each behind a real message port, with what `behaviour` of its number overrides. */
function farm(...behaviours: Partial<VitrineWorker>[]) {
  const workers: { terminated: boolean; opened: OpenOptions[]; tracked: unknown[]; crash(message: string): void }[] =
    [];
  const ports: MessagePort[] = [];
  const spawn: Spawn = async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const state = {
      terminated: false,
      opened: [] as OpenOptions[],
      tracked: [] as unknown[],
      crash: (message: string) => {
        port1.dispatchEvent(Object.assign(new Event('error'), { message }));
      },
    };
    const api: Partial<VitrineWorker> = {
      ping: () => ok('pong'),
      open: (options) => {
        state.opened.push(options);
        return ok(SUMMARY);
      },
      track: (interactions) => {
        state.tracked.push(...interactions);
        return ok({ interactions: 1 });
      },
      forget: () => ok({ interactions: 0 }),
      erase: () => ok({ interactions: 0 }),
      recommend: (request) => ok({ recId: 'r', bundleVersion: 'v1', isFallback: false, items: [], tookMs: request.k }),
      ...behaviours[workers.length],
    };
    workers.push(state);
    expose(api, port2);
    port1.start();
    return Object.assign(port1, {
      terminate() {
        state.terminated = true;
      },
    }) as unknown as Worker;
  };
  return {
    spawn,
    workers,
    close() {
      for (const port of ports) port.close();
    },
  };
}

let open: { close(): void }[] = [];
const clients: { close(): void }[] = [];
function start(...behaviours: Partial<VitrineWorker>[]) {
  const made = farm(...behaviours);
  open.push(made);
  const client = createClient(OPTIONS, made.spawn);
  clients.push(client);
  return { ...made, client };
}

beforeEach(() => {
  vi.stubGlobal(
    'document',
    Object.assign(new EventTarget(), { baseURI: 'https://shop.example/page/', visibilityState: 'visible' }),
  );
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const one of open) one.close();
  open = [];
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('createClient', () => {
  it('opens the bundle by its absolute URL and answers', async () => {
    const { client, workers } = start();
    expect(await client.ready).toEqual(SUMMARY);
    expect(workers[0]!.opened[0]).toMatchObject({ bundle: 'https://shop.example/models/', profileName: 'vitrine' });
    expect(await client.recommend({ k: 7 })).toMatchObject({ isFallback: false, tookMs: 7 });
  });

  it('tracks with the time of the call, before the bundle is open, and tells its listeners', async () => {
    const { client, workers } = start({ open: never });
    const heard = vi.fn();
    const stop = client.onChange(heard);
    client.onChange(() => {
      throw new Error("a page's own mistake");
    });
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const before = Date.now();
    await client.track('view_item', 'sku-7');
    await client.track('purchase', { itemId: 'sku-8', timestamp: 5, quantity: 2 });
    expect(workers[0]!.tracked).toEqual([
      { itemId: 'sku-7', event: 'view_item', timestamp: expect.any(Number) },
      { itemId: 'sku-8', event: 'purchase', timestamp: 5, quantity: 2 },
    ]);
    expect((workers[0]!.tracked[0] as { timestamp: number }).timestamp).toBeGreaterThanOrEqual(before);
    expect(heard).toHaveBeenCalledTimes(2);
    expect(error).toHaveBeenCalledTimes(2);
    stop();
    await client.forget('sku-7');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('rejects ready with the code, and answers empty shelves, where the bundle cannot be read', async () => {
    const { client } = start({ open: () => no('BUNDLE_HASH') });
    await expect(client.ready).rejects.toMatchObject({ name: 'VitrineError', code: 'BUNDLE_HASH' });
    expect(await client.recommend()).toMatchObject({ isFallback: true, items: [], error: { code: 'BUNDLE_HASH' } });
    expect(await client.rerank(['b', 'a'])).toEqual(['b', 'a']);
    expect(await client.items(['a'])).toEqual([]);
    expect(await client.browse()).toEqual({ total: 0, items: [] });
    expect((await client.profile()).interactions).toEqual([]);
    expect(console.warn).toHaveBeenCalledTimes(1);
  });

  it('answers where the worker cannot start', async () => {
    const client = createClient(OPTIONS, async () => {
      throw workerError('WORKER_FAILED', 'blocked');
    });
    await expect(client.ready).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    await client.track('view_item', 'a');
    expect(await client.similar('a')).toMatchObject({ isFallback: true, error: { code: 'WORKER_FAILED' } });
  });

  it('takes an error before the handshake for a missing script, and does not try again', async () => {
    const { client, workers } = start({ ping: never });
    await vi.waitFor(() => expect(workers).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve));
    workers[0]!.crash('');
    await expect(client.ready).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    expect(await client.recommend()).toMatchObject({ error: { code: 'WORKER_FAILED' } });
    expect(workers).toHaveLength(1);
    expect(workers[0]!.terminated).toBe(true);
  });

  it('replaces a silent worker once, opened the same way; then it answers the fallback', async () => {
    const { client, workers } = start({ recommend: never }, {});
    await client.ready;
    const [shelf, again] = await Promise.all([client.recommend(), client.recommend()]);
    expect([shelf.error?.code, again.error?.code]).toEqual(['WORKER_DEADLINE', 'WORKER_DEADLINE']);
    expect(workers[0]!.terminated).toBe(true);
    expect(await client.recommend({ k: 3 })).toMatchObject({ isFallback: false, tookMs: 3 });
    expect(workers[1]!.opened).toEqual(workers[0]!.opened);

    workers[1]!.crash('out of memory');
    expect(await client.recommend()).toMatchObject({ isFallback: true, error: { code: 'WORKER_FAILED' } });
    expect(workers).toHaveLength(2);
  });

  it('ends erase where no worker runs and the database never answers, or is forbidden', async () => {
    vi.useFakeTimers();
    const client = createClient(OPTIONS, async () => {
      throw workerError('WORKER_FAILED', 'blocked');
    });
    vi.stubGlobal('indexedDB', { deleteDatabase: () => ({}) });
    const erased = client.erase();
    await vi.advanceTimersByTimeAsync(6000);
    await erased;
    vi.stubGlobal('indexedDB', {
      deleteDatabase() {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
    await client.erase();
    vi.useRealTimers();
    expect(console.warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('WORKER_FAILED'));
  });

  it('says what a change of the profile came to, and tells its listeners only of one that was made', async () => {
    const importProfile = vi.fn((profile: unknown) =>
      profile === 'a file' ? ok({ interactions: 3 }) : no('PROFILE_INVALID'),
    );
    const forget = vi.fn(() => no('STORAGE_FAILED'));
    const { client } = start({ importProfile, forget, exportProfile: () => ok('a file') });
    const heard = vi.fn();
    client.onChange(heard);
    expect(await client.importProfile(await client.exportProfile(), 'replace')).toEqual({ interactions: 3 });
    expect(importProfile).toHaveBeenCalledWith('a file', 'replace');
    expect(await client.erase()).toEqual({ interactions: 0 });
    expect(heard).toHaveBeenCalledTimes(2);
    expect(await client.importProfile('<html>')).toMatchObject({ error: { code: 'PROFILE_INVALID' } });
    const view = { itemId: 'a', event: 'view_item', timestamp: 1 } as const;
    expect(await client.forget(view)).toMatchObject({ error: { code: 'STORAGE_FAILED' } });
    await client.forget('a');
    await client.forget(['a', view]);
    expect(forget.mock.calls).toEqual([[[view]], [['a']], [['a', view]]]);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('catches up with other tabs when the page is seen again', async () => {
    const forget = vi.fn(() => ok({ interactions: 0 }));
    const { client } = start({ forget });
    await client.ready;
    const heard = vi.fn();
    client.onChange(heard);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(forget).toHaveBeenCalledWith([]);
    client.close();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(console.warn).not.toHaveBeenCalled();
  });

  it('tells its listeners once for a burst: each of them asks for a shelf, and thousands would outlast the deadline', async () => {
    const { client, workers } = start();
    const heard = vi.fn();
    client.onChange(heard);
    await Promise.all(Array.from({ length: 1000 }, (_, i) => client.track('view_item', `sku-${i}`)));
    expect(workers[0]!.tracked).toHaveLength(1000);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('takes `k: undefined` for no k', async () => {
    const { client } = start();
    expect(await client.recommend({ k: undefined as unknown as number })).toMatchObject({ tookMs: 12 });
  });

  it('tells nothing after close, so that shelves keep what they show', async () => {
    const { client } = start();
    await client.ready;
    const heard = vi.fn();
    client.onChange(heard);
    client.close();
    await client.track('view_item', 'a');
    expect(heard).not.toHaveBeenCalled();
  });

  it('rejects no call whose arguments cannot be sent', async () => {
    const { client } = start();
    const shelf = await client.recommend({ context: [(() => {}) as unknown as string] });
    expect(shelf.error?.code).toBe('REQUEST_INVALID');
  });

  it('ends the worker on close, and calls under way with it', async () => {
    const { client, workers } = start({ recommend: never });
    await client.ready;
    const pending = client.recommend();
    await new Promise((resolve) => setTimeout(resolve, 5));
    client.close();
    expect((await pending).error?.code).toBe('WORKER_FAILED');
    expect(workers[0]!.terminated).toBe(true);
    expect((await client.recommend()).error?.code).toBe('WORKER_FAILED');
    expect(workers).toHaveLength(1);
  });
});
