import { beforeAll, describe, expect, it, vi } from 'vitest';
import { idOf } from '../../e2e/parity/shop.ts';
import { fixtureBundle } from '../../e2e/support/fixture.ts';
import type { PackedBundle } from '../engine/bundle/write.ts';
import { createJsKernels, type Interaction } from '../engine/index.ts';
import { fail } from '../errors/fail.ts';
import { sha256 } from '../trainer/digest.ts';
import type { OpenOptions, Reply } from './api.ts';
import { createHost, type HostPlatform } from './host.ts';
import type { Log, LogStorage } from './store.ts';

const OPEN: OpenOptions = { bundle: 'https://shop.example/models/', profileName: 'test' };

let packed: PackedBundle;
beforeAll(async () => {
  packed = await fixtureBundle();
}, 60_000);

function memoryDevice(): LogStorage & { stored: Log | undefined } {
  return {
    stored: undefined,
    async read() {
      return this.stored;
    },
    async update(change) {
      this.stored = change(this.stored ?? []);
      return this.stored;
    },
    async clear() {
      this.stored = undefined;
    },
  };
}

/** The platform's time of day. */
let now = 0;

/** A platform that serves `files`, and what it was asked. */
function platform(files: Map<string, Uint8Array> = packed.files, storage: LogStorage = memoryDevice()) {
  const read: string[] = [];
  const host: HostPlatform = {
    reader: (_, fresh) => async (file) => {
      read.push(fresh ? `${file} afresh` : file);
      const bytes = files.get(file);
      if (!bytes) throw fail('BUNDLE_MISSING', file);
      return bytes;
    },
    digest: sha256,
    kernels: async () => createJsKernels(),
    storage: () => storage,
    clock: () => performance.now(),
    now: () => now,
  };
  return { host, read };
}

function value<T>(answer: Reply<T>): T {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}

const view = (itemId: string, timestamp: number): Interaction => ({ itemId, event: 'view_item', timestamp });
const fileOf = (name: string) => packed.manifest.sections.find((section) => section.name === name)!.file;

describe('createHost', () => {
  it('opens without the sections that come later, and brings them for the first drawing', async () => {
    const { host, read } = platform();
    const worker = createHost(host);
    const summary = value(await worker.open(OPEN));
    expect(summary).toMatchObject({ items: 400, kernels: 'js', storage: 'device' });
    expect(read).not.toContain(fileOf('display'));
    const { items } = value(await worker.recommend({ k: 5 }));
    const drawn = value(await worker.items(items.map(({ itemId }) => itemId)));
    expect(drawn.map(({ itemId }) => itemId)).toEqual(items.map(({ itemId }) => itemId));
    expect(drawn[0]!.title).toMatch(/^Item \d+$/);
    expect(read.filter((file) => file === fileOf('display'))).toHaveLength(1);
  });

  it('lets a bought item return a day later, though nothing newer is in the log', async () => {
    const worker = createHost(platform().host);
    await worker.open(OPEN);
    await worker.track([{ itemId: idOf(4), event: 'purchase', timestamp: 0 }]);
    const shown = async (hours: number) => {
      now = hours * 3_600_000;
      const { items } = value(await worker.recommend({ k: 400, repeats: 'allow' }));
      return items.some(({ itemId }) => itemId === idOf(4));
    };
    expect([await shown(0), await shown(23), await shown(25)]).toEqual([false, false, true]);
  });

  it('follows what is tracked, and a second host finds it on the device', async () => {
    const device = memoryDevice();
    const first = createHost(platform(packed.files, device).host);
    value(await first.open(OPEN));
    const before = value(await first.recommend({ k: 10 }));
    expect(before.isFallback).toBe(true);
    const { itemId } = before.items[0]!;
    expect(value(await first.track([view(itemId, 1e12)]))).toEqual({ interactions: 1 });
    const after = value(await first.recommend({ k: 10 }));
    expect(after.isFallback).toBe(false);

    const second = createHost(platform(packed.files, device).host);
    value(await second.open(OPEN));
    expect(value(await second.recommend({ k: 10 })).items).toEqual(after.items);
  });

  it('answers an event once the device has it: who awaits that may leave the page', async () => {
    let release = () => {};
    const written = new Promise<void>((resolve) => {
      release = resolve;
    });
    const device = memoryDevice();
    const slow: LogStorage = {
      read: () => device.read(),
      update: async (change) => written.then(() => device.update(change)),
      clear: () => device.clear(),
    };
    const worker = createHost(platform(packed.files, slow).host);
    await worker.open(OPEN);
    let isTaken = false;
    const tracked = worker.track([view(idOf(4), 1e12)]).then(() => {
      isTaken = true;
    });
    expect(value(await worker.recommend({ k: 5 })).isFallback).toBe(false);
    expect(isTaken).toBe(false);
    release();
    await tracked;
    expect(device.stored).toHaveLength(1);
  });

  it('forgets an item as if it had never been, and erases everything', async () => {
    const device = memoryDevice();
    const worker = createHost(platform(packed.files, device).host);
    value(await worker.open(OPEN));
    const [a, b] = value(await worker.recommend({ k: 2 })).items.map(({ itemId }) => itemId) as [string, string];
    value(await worker.track([view(a, 1e12)]));
    const alone = value(await worker.profile());
    value(await worker.track([view(b, 1e12 + 1)]));
    value(await worker.forget([b]));
    expect(value(await worker.profile())).toEqual(alone);
    value(await worker.erase());
    expect(value(await worker.profile()).interactions).toEqual([]);
    expect(device.stored).toBeUndefined();
  });

  it('forgets single interactions, and refuses what names none rather than forget too much', async () => {
    const device = memoryDevice();
    const worker = createHost(platform(packed.files, device).host);
    value(await worker.open(OPEN));
    const log = [view(idOf(1), 1e12), view(idOf(1), 1e12 + 1), view(idOf(2), 1e12 + 2)];
    value(await worker.track(log));
    expect(value(await worker.forget([log[1]!, 'nobody']))).toEqual({ interactions: 2 });
    expect(device.stored).toEqual([log[0], log[2]]);
    for (const one of [{}, { itemId: idOf(1) }, null, 7])
      expect(await worker.forget([one as never])).toMatchObject({ ok: false, error: { code: 'REQUEST_INVALID' } });
    expect(value(await worker.forget([]))).toEqual({ interactions: 2 });
  });

  it('hands out the log as a file, and takes it in on another device', async () => {
    now = 1e12;
    const here = createHost(platform().host);
    value(await here.open(OPEN));
    value(await here.track([view(idOf(1), 1e12), view(idOf(2), 1e12 + 1)]));
    const file = value(await here.exportProfile());
    expect(file).toContain('"exportedAt": "2001-09-09T01:46:40.000Z"');
    const device = memoryDevice();
    const there = createHost(platform(packed.files, device).host);
    value(await there.open(OPEN));
    value(await there.track([view(idOf(2), 1e12 + 1), view(idOf(3), 5)]));
    expect(value(await there.importProfile(file))).toEqual({ interactions: 3 });
    expect(device.stored?.map(({ itemId }) => itemId)).toEqual([idOf(3), idOf(1), idOf(2)]);
    expect(value(await there.importProfile(file, 'replace'))).toEqual({ interactions: 2 });
    expect(value(await there.recommend({ k: 5 })).items).toEqual(value(await here.recommend({ k: 5 })).items);
    expect(value(await there.importProfile([view(idOf(9), 2)]))).toEqual({ interactions: 3 });
  });

  it('refuses a foreign file, and leaves the log as it was', async () => {
    const device = memoryDevice();
    const worker = createHost(platform(packed.files, device).host);
    value(await worker.open(OPEN));
    value(await worker.track([view(idOf(1), 1e12)]));
    const before = device.stored;
    const answers = [
      await worker.importProfile('<html>', 'replace'),
      await worker.importProfile([{ itemId: 'a' } as never], 'replace'),
      await worker.importProfile('{"format":"vitrine-profile","version":9,"interactions":[]}', 'replace'),
      await worker.importProfile([], 'swap' as never),
    ];
    expect(answers.map((answer) => (answer.ok ? 'taken' : answer.error.code))).toEqual([
      'PROFILE_INVALID',
      'PROFILE_INVALID',
      'PROFILE_TOO_NEW',
      'REQUEST_INVALID',
    ]);
    expect(device.stored).toBe(before);
  });

  it('says in its summary why the profile is not kept on the device', async () => {
    const device = memoryDevice();
    device.read = () => Promise.reject(fail('PROFILE_TOO_NEW', 'version 3'));
    const worker = createHost(platform(packed.files, device).host);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(value(await worker.open(OPEN))).toMatchObject({
      storage: 'memory',
      storageError: { code: 'PROFILE_TOO_NEW' },
    });
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('version 3'));
    warn.mockRestore();
    const usual = value(await createHost(platform().host).open(OPEN));
    expect(usual).not.toHaveProperty('storageError');
  });

  it('writes nothing to the device in memory mode', async () => {
    const device = memoryDevice();
    const worker = createHost(platform(packed.files, device).host);
    expect(value(await worker.open({ ...OPEN, storage: 'memory' })).storage).toBe('memory');
    value(await worker.track([view('1', 1e12)]));
    expect(device.stored).toBeUndefined();
  });

  it('keeps events where the bundle cannot be read, and answers the rest with its code', async () => {
    const device = memoryDevice();
    const worker = createHost(platform(new Map(), device).host);
    expect(await worker.open(OPEN)).toMatchObject({ ok: false, error: { code: 'BUNDLE_MISSING' } });
    expect(await worker.recommend({ k: 3 })).toMatchObject({ ok: false, error: { code: 'BUNDLE_MISSING' } });
    value(await worker.track([view('1', 1e12)]));
    expect(device.stored).toHaveLength(1);
  });

  it('fetches a damaged file once more past the cache, and refuses it when it is still damaged', async () => {
    const factors = fileOf('factors');
    const damaged = new Map(packed.files);
    damaged.set(factors, Uint8Array.from(packed.files.get(factors)!).fill(7, 40, 60));
    const { host, read } = platform(damaged);
    expect(await createHost(host).open(OPEN)).toMatchObject({ ok: false, error: { code: 'BUNDLE_HASH' } });
    expect(read).toContain(`${factors} afresh`);

    const reader = host.reader;
    const healed = createHost({
      ...host,
      reader: (bundle, fresh) => (fresh ? async (file) => packed.files.get(file)! : reader(bundle, fresh)),
    });
    expect(value(await healed.open(OPEN)).bundleVersion).toBe(packed.manifest.bundleVersion);
  });

  it('refuses what is no interaction and calls that come before open', async () => {
    const worker = createHost(platform().host);
    expect(await worker.recommend({ k: 3 })).toMatchObject({ ok: false, error: { code: 'REQUEST_INVALID' } });
    value(await worker.open(OPEN));
    const wrong = { itemId: 'a', event: 'glance', timestamp: 1 } as unknown as Interaction;
    expect(await worker.track([wrong])).toMatchObject({ ok: false, error: { code: 'REQUEST_INVALID' } });
    expect(await worker.similar('no such item', { k: 3 })).toMatchObject({
      ok: false,
      error: { code: 'ITEM_UNKNOWN' },
    });
    expect(await worker.ping()).toEqual({ ok: true, value: 'pong' });
  });

  it('reranks and browses', async () => {
    const worker = createHost(platform().host);
    value(await worker.open(OPEN));
    const { total, items } = value(await worker.browse({ limit: 4 }));
    expect([total, items.length]).toEqual([400, 4]);
    const ids = items.map(({ itemId }) => itemId);
    expect(value(await worker.rerank(ids)).sort()).toEqual([...ids].sort());
  });

  it('names what a page may not track, be it a number, a circle or a whole document', async () => {
    const worker = createHost(platform().host);
    await worker.open(OPEN);
    const circle: Record<string, unknown> = { event: 'view_item' };
    circle.itemId = circle;
    for (const record of [null, circle, { event: 'view_item', itemId: 42 }, { event: 'x'.repeat(1e6), itemId: 7n }]) {
      const { error } = (await worker.track([record as unknown as Interaction])) as {
        error: { code: string; message: string };
      };
      expect(error.code).toBe('REQUEST_INVALID');
      expect(error.message.length).toBeLessThan(300);
    }
  });

  it('asks once more, past the cache, for what a deployment took away between the manifest and its sections', async () => {
    const found = platform();
    let away = true;
    const worker = createHost({
      ...found.host,
      reader: (bundle, fresh) => async (file) => {
        if (away && file === fileOf('factors')) {
          away = false;
          throw fail('BUNDLE_MISSING', file);
        }
        return found.host.reader(bundle, fresh)(file);
      },
    });
    expect(value(await worker.open(OPEN))).toMatchObject({ items: 400 });
    expect(found.read).toContain('manifest.json afresh');
  });
});
