import type { Page } from '@playwright/test';
import type { PackedBundle } from '../../src/engine/bundle/write.ts';
import {
  createEngine,
  createJsKernels,
  type ItemDisplay,
  openBundle,
  type TimedShelf,
} from '../../src/engine/index.ts';
import { readListBundle } from '../../src/engine/lists/listBundle.ts';
import type { BundleSummary } from '../../src/page/index.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import { createListHost } from '../../src/worker/lists/listHost.ts';
import { fingerprint } from '../parity/runtimes.ts';
import { HEAD, type ListFixture, listFixture } from '../support/lists.ts';
import type { Site } from '../support/site.ts';
import { ask, expect, readyOf, test, visit } from '../support/test.ts';

let shop: ListFixture;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  shop = await listFixture();
});

const OPTIONS = { bundle: '/lists/', storage: 'memory', lists: { prefetch: 0, waitMs: 4000 } } as const;
/** A fixed time, so that two runtimes ask the same question. */
const NOW = 1_767_225_600_000;

function serve(site: Site, { files }: PackedBundle): void {
  for (const [file, bytes] of files) site.files.set(`/lists/${file}`, bytes);
}

const isChunk = (path: string) => path.startsWith('/lists/chunk');

/** Opens the catalogue, follows a history and asks for a shelf. */
async function shelfOf(page: Page, site: Site, options: object = {}): Promise<TimedShelf> {
  await visit(page, site, '', { ...OPTIONS, ...options });
  for (const { event, itemId, timestamp } of shop.logs[0]!) await ask(page, 'track', event, { itemId, timestamp });
  return ask<TimedShelf>(page, 'recommend', { k: 12, now: NOW });
}

/** The answer of Node over the same bundle and log. */
async function inNode({ files }: PackedBundle): Promise<TimedShelf> {
  const bundle = await openBundle(async (file) => files.get(file)!, sha256);
  const host = createListHost(readListBundle(bundle, createJsKernels())!, {
    read: async ({ file, range }) =>
      range ? files.get(file)!.slice(range.offset, range.offset + range.bytes) : files.get(file)!,
    digest: sha256,
    kernels: async () => createJsKernels(),
    createEngine,
    clock: () => performance.now(),
    saveData: true,
  });
  const log = shop.logs[0]!;
  const { engine } = await host.prepare(log, {});
  return { ...engine.recommend(log, { k: 12, now: NOW }), tookMs: 0 };
}

for (const kernels of ['auto', 'js'] as const)
  test(`a catalogue in files: the head first, then the lists of this shopper, as in Node (${kernels})`, async ({
    page,
    site,
  }) => {
    serve(site, shop.files);
    await visit(page, site, '', { ...OPTIONS, kernels });
    expect(((await readyOf(page)) as BundleSummary).items).toBe(shop.whole.catalogue.size);
    const newcomer = await ask<TimedShelf>(page, 'recommend', { k: 12 });
    expect(newcomer.items).toHaveLength(12);
    expect(site.requests.filter(isChunk)).toEqual([]);

    const shelf = await shelfOf(page, site, { kernels });
    expect(shelf.lists).toMatchObject({ missing: 0, late: 0 });
    expect(shelf.lists!.present).toBe(shelf.lists!.wanted);
    expect(fingerprint(shelf)).toEqual(fingerprint(await inNode(shop.files)));
    const beyond = shelf.items.filter(({ itemId }) => shop.whole.catalogue.numberOf(itemId) >= HEAD);
    expect(beyond.length).toBeGreaterThan(0);
    const drawn = await ask<ItemDisplay[]>(
      page,
      'items',
      shelf.items.map(({ itemId }) => itemId),
    );
    expect(drawn.map(({ itemId }) => itemId)).toEqual(shelf.items.map(({ itemId }) => itemId));
    for (const { title, image, link, price } of drawn)
      expect([!!title, !!image, !!link, price! > 0]).toEqual([true, true, true, true]);

    const fetched = site.requests.filter(isChunk).length;
    await ask(page, 'recommend', { k: 12 });
    expect(site.requests.filter(isChunk)).toHaveLength(fetched);
  });

test('lists that are gone: the shelf shows the head and says so', async ({ page, site }) => {
  serve(site, shop.files);
  for (const path of [...site.files.keys()]) if (isChunk(path)) site.files.delete(path);
  const shelf = await shelfOf(page, site);
  expect(shelf.items).toHaveLength(12);
  expect(shelf.lists).toMatchObject({ present: 0, late: 0, codes: ['LIST_MISSING'] });
  for (const { itemId } of shelf.items) expect(shop.whole.catalogue.numberOf(itemId)).toBeLessThan(HEAD);
});

test('a web page in place of every list is not used', async ({ page, site }) => {
  serve(site, shop.files);
  for (const path of [...site.files.keys()])
    if (isChunk(path)) site.files.set(path, '<!doctype html><title>Shop</title>');
  const shelf = await shelfOf(page, site);
  expect(shelf.items).toHaveLength(12);
  expect(shelf.lists).toMatchObject({ present: 0, codes: ['LIST_DAMAGED'] });
});

test('a host that ignores ranges is told from one that lost the file', async ({ page, site }) => {
  serve(site, shop.ranges);
  const shelf = await shelfOf(page, site);
  expect(shelf.items).toHaveLength(12);
  expect(shelf.lists).toMatchObject({ present: 0, codes: ['LIST_RANGE'] });
});

test('a catalogue in ranges of one file, as in Node', async ({ page, site }) => {
  serve(site, shop.ranges);
  const asked: string[] = [];
  await page.context().route('**/lists/chunks.*', async (route) => {
    const range = route.request().headers().range!;
    asked.push(range);
    const [from, to] = range.slice('bytes='.length).split('-').map(Number) as [number, number];
    const file = site.files.get(new URL(route.request().url()).pathname) as Uint8Array;
    await route.fulfill({
      status: 206,
      headers: { 'Content-Range': `bytes ${from}-${to}/${file.length}` },
      body: Buffer.from(file.slice(from, to + 1)),
    });
  });
  const shelf = await shelfOf(page, site);
  expect(shelf.lists).toMatchObject({ missing: 0, late: 0 });
  expect(fingerprint(shelf)).toEqual(fingerprint(await inNode(shop.ranges)));
  expect(new Set(asked).size).toBe(asked.length);
});

test('a list that is late is left out, and is there for the next shelf', async ({ page, site }) => {
  serve(site, shop.files);
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.context().route('**/lists/chunk.*', async (route) => {
    await gate;
    await route.continue();
  });
  const shelf = await shelfOf(page, site, { lists: { prefetch: 0, waitMs: 100 } });
  expect(shelf.items).toHaveLength(12);
  expect(shelf.lists).toMatchObject({ present: 0, missing: 0, codes: ['LIST_LATE'] });
  release();
  await expect
    .poll(async () => (await ask<TimedShelf>(page, 'recommend', { k: 12 })).lists, { timeout: 20_000 })
    .toMatchObject({ late: 0, missing: 0 });
});

for (const kernels of ['auto', 'js'] as const)
  test(`a worker from a Blob finds its late scripts where its own came from (${kernels})`, async ({ page, site }) => {
    serve(site, shop.files);
    const other = site.origin.replace('127.0.0.1', 'localhost');
    const shelf = await shelfOf(page, site, { kernels, worker: `${other}/vitrine.worker.js` });
    expect(fingerprint(shelf)).toEqual(fingerprint(await inNode(shop.files)));
    const asked = (script: string) => site.requests.filter((path) => path === `/${script}`).length;
    expect([asked('vitrine.lists.js'), asked('vitrine.plain.js')]).toEqual([1, kernels === 'js' ? 1 : 0]);
  });

test('without vitrine.lists.js the head alone answers', async ({ page, site }) => {
  serve(site, shop.files);
  site.files.delete('/vitrine.lists.js');
  const shelf = await shelfOf(page, site);
  expect(shelf.items).toHaveLength(12);
  for (const { itemId } of shelf.items) expect(shop.whole.catalogue.numberOf(itemId)).toBeLessThan(HEAD);
});
