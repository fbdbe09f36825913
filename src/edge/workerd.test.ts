import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLES, trainFixture } from '../../e2e/parity/cases.ts';
import { startWorkerd, type Workerd } from '../../e2e/parity/workerd.ts';
import { startServer, stopServer } from '../cli/serve.ts';
import type { TimedShelf } from '../engine/index.ts';
import type { Health } from './health.ts';
import type { Problem } from './problem.ts';

const fixture = BUNDLES.find(({ name }) => name === 'steps')!;
let assets: string;
const running: Workerd[] = [];

async function start(vars: Record<string, string>): Promise<Workerd> {
  const worker = await startWorkerd(assets, vars);
  running.push(worker);
  return worker;
}

/** A worker that hangs must fail its test, not the run. */
const call = (worker: Workerd, path: string, init: RequestInit = {}) =>
  fetch(new URL(path, worker.url), { ...init, signal: AbortSignal.timeout(10_000) });

beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), 'vitrine-edge-'));
  const files = await trainFixture(fixture);
  for (const name of ['good', 'tampered', 'truncated']) {
    const dir = join(assets, 'models', name);
    await mkdir(dir, { recursive: true });
    for (const [file, bytes] of files) {
      const isTarget = file.startsWith('factors.');
      const content = isTarget && name === 'tampered' ? bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)) : bytes;
      await writeFile(join(dir, file), isTarget && name === 'truncated' ? bytes.subarray(0, 1000) : content);
    }
  }
}, 60_000);

afterAll(async () => {
  for (const worker of running) await worker.stop();
  await rm(assets, { recursive: true });
});

describe('the edge Worker in workerd', { timeout: 60_000 }, () => {
  it('answers from the assets with WASM kernels, many first requests at once', async () => {
    const worker = await start({ BUNDLE_PATH: '/models/good/' });
    const body = JSON.stringify({ k: 5, history: [{ itemId: '4', event: 'purchase', timestamp: 1e12 }] });
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => call(worker, '/recommend', { method: 'POST', body })),
    );
    const shelves = (await Promise.all(responses.map((response) => response.json()))) as TimedShelf[];
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([200]));
    expect(new Set(shelves.map(({ tookMs: _, ...shelf }) => JSON.stringify(shelf))).size).toBe(1);
    expect(shelves[0]!.items).toHaveLength(5);
    expect(shelves[0]!.isFallback).toBe(false);
    expect(responses[0]!.headers.get('server-timing')).toMatch(/^read;dur=.+, open;dur=.+, recommend;dur=.+$/);

    const health = (await (await call(worker, '/health')).json()) as Health;
    expect(health).toMatchObject({ status: 'ok', items: fixture.shop.items, kernels: 'wasm' });
    expect(health.bundleVersion).toBe(shelves[0]!.bundleVersion);

    const invalid = await call(worker, '/recommend', { method: 'POST', body: '{"k":0}' });
    expect(invalid.status).toBe(400);
    expect(invalid.headers.get('content-type')).toBe('application/problem+json');

    const asset = await call(worker, '/models/good/manifest.json');
    expect(((await asset.json()) as { magic: string }).magic).toBe('vitrine');
    expect((await call(worker, '/nothing')).status).toBe(404);
  });

  it.each([
    ['tampered', 'BUNDLE_HASH'],
    ['truncated', 'BUNDLE_LENGTH'],
    ['nothing', 'BUNDLE_MISSING'],
  ])('says of a %s bundle what is wrong with it', async (name, code) => {
    const worker = await start({ BUNDLE_PATH: `/models/${name}/` });
    for (const path of ['/health', '/recommend']) {
      const response = await call(worker, path, path === '/health' ? {} : { method: 'POST', body: '{}' });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(((await response.json()) as Problem).code).toBe(code);
    }
  });

  it('reads the bundle from a URL, and recovers when it comes back', async () => {
    const server = await startServer(join(assets, 'models'));
    const { port } = server.address() as { port: number };
    const worker = await start({ BUNDLE_URL: `http://127.0.0.1:${port}/later/` });
    expect((await call(worker, '/health')).status).toBe(503);
    const dir = join(assets, 'models', 'later');
    await mkdir(dir);
    for (const [file, bytes] of await trainFixture(fixture)) await writeFile(join(dir, file), bytes);
    await expect.poll(async () => (await call(worker, '/health')).status, { timeout: 15_000, interval: 500 }).toBe(200);
    await stopServer(server);
    expect((await call(worker, '/health')).status).toBe(200);
  });
});
