import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { spawnWorker } from './spawn.ts';

const workers: { url: string; name: string | undefined }[] = [];

beforeEach(() => {
  workers.length = 0;
  vi.stubGlobal('origin', 'https://shop.example');
  vi.stubGlobal(
    'Worker',
    class {
      constructor(url: string, options?: WorkerOptions) {
        workers.push({ url, name: options?.name });
      }
    },
  );
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('spawnWorker', () => {
  it("starts the page's own script by its URL", async () => {
    await spawnWorker('https://shop.example/w.js', 'v1');
    expect(workers).toEqual([{ url: 'https://shop.example/w.js', name: 'v1' }]);
  });

  it('starts a script of another origin, or with integrity, from a Blob', async () => {
    const get = vi.fn(async () => new Response('1'));
    vi.stubGlobal('fetch', get);
    await spawnWorker('https://cdn.example/w.js', 'v1');
    await spawnWorker('https://shop.example/w.js', 'v2', 'sha256-x');
    expect(workers.map(({ url }) => url.slice(0, 5))).toEqual(['blob:', 'blob:']);
    expect(get.mock.calls).toEqual([
      ['https://cdn.example/w.js', {}],
      ['https://shop.example/w.js', { integrity: 'sha256-x' }],
    ]);
    vi.runAllTimers();
  });

  it('starts the script of its own site from a Blob in a sandboxed frame, where no script is of the same origin', async () => {
    vi.stubGlobal('origin', 'null');
    vi.stubGlobal('fetch', async () => new Response('1'));
    await spawnWorker('https://shop.example/w.js', 'v1');
    expect(workers[0]!.url).toMatch(/^blob:/);
    vi.runAllTimers();
  });

  it('says WORKER_FAILED where the script is missing, unreachable, blocked or no URL', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    await expect(spawnWorker('https://cdn.example/w.js', 'v')).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(spawnWorker('https://cdn.example/w.js', 'v')).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    await expect(spawnWorker('no url', 'v')).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    vi.stubGlobal('Worker', () => {
      throw new DOMException('refused', 'SecurityError');
    });
    await expect(spawnWorker('https://shop.example/w.js', 'v')).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    expect(workers).toEqual([]);
  });
});
