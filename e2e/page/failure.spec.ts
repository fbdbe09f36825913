import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/engine/index.ts';
import type { BundleSummary, ErrorJson, ProfileSummary, TimedShelf, VitrineShelf } from '../../src/page/index.ts';
import type { Site } from '../support/site.ts';
import { ask, expect, readyOf, shelfIds, test, visit } from '../support/test.ts';

const SHELF = '<vitrine-shelf k="6"><p>Our bestsellers, by hand</p></vitrine-shelf>';

function manifestOf(site: Site): Manifest {
  return JSON.parse(new TextDecoder().decode(site.files.get('/models/manifest.json') as Uint8Array)) as Manifest;
}

/** The page stands, shows its own content, and says why by `code`. That nothing was thrown, the fixture checks. */
async function expectFallback(page: Page, code: string): Promise<void> {
  expect(await readyOf(page)).toBe(code);
  const shelf = await ask<TimedShelf>(page, 'recommend', { k: 4 });
  expect(shelf).toMatchObject({ isFallback: true, items: [], error: { code } });
  await ask(page, 'track', 'view_item', '4');
  await expect
    .poll(() =>
      page.evaluate(() => (document.querySelector('vitrine-shelf') as VitrineShelf).error as ErrorJson | undefined),
    )
    .toMatchObject({ code });
  await expect(page.getByText('Our bestsellers, by hand')).toBeVisible();
}

const BROKEN: Record<string, { code: string; breakIt(site: Site): void }> = {
  'the worker script is missing (404)': {
    code: 'WORKER_FAILED',
    breakIt: (site) => site.files.delete('/vitrine.worker.js'),
  },
  'a CSP blocks the worker (worker-src)': {
    code: 'WORKER_FAILED',
    breakIt: (site) => {
      site.csp = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'";
    },
  },
  'the worker script throws': {
    code: 'WORKER_FAILED',
    breakIt: (site) => site.files.set('/vitrine.worker.js', 'throw new Error("broken build")'),
  },
  'there is no bundle': { code: 'BUNDLE_MISSING', breakIt: (site) => site.files.delete('/models/manifest.json') },
  'a page comes instead of the manifest': {
    code: 'BUNDLE_MANIFEST',
    breakIt: (site) => site.files.set('/models/manifest.json', '<!doctype html><title>Our shop</title>'),
  },
  'the bundle is too new': {
    code: 'BUNDLE_TOO_NEW',
    breakIt: (site) => site.files.set('/models/manifest.json', JSON.stringify({ ...manifestOf(site), format: 99 })),
  },
  'a section is cut short': {
    code: 'BUNDLE_LENGTH',
    breakIt: (site) => {
      const file = site.section('factors');
      site.files.set(file, (site.files.get(file) as Uint8Array).slice(0, -100));
    },
  },
  'a section is changed': {
    code: 'BUNDLE_HASH',
    breakIt: (site) => {
      const file = site.section('items');
      const bytes = Uint8Array.from(site.files.get(file) as Uint8Array);
      bytes[bytes.length - 20]! ^= 1;
      site.files.set(file, bytes);
    },
  },
  'a page comes instead of a section': {
    code: 'BUNDLE_MAGIC',
    breakIt: (site) => site.files.set(site.section('popularity'), '<!doctype html><title>Our shop</title>'),
  },
  'a section is missing': {
    code: 'BUNDLE_MISSING',
    breakIt: (site) => site.files.delete(site.section('transitions')),
  },
};

for (const [what, { code, breakIt }] of Object.entries(BROKEN))
  test(`where ${what} the page keeps its own content and knows ${code}`, async ({ page, site }) => {
    breakIt(site);
    await visit(page, site, SHELF);
    await expectFallback(page, code);
  });

test("without 'wasm-unsafe-eval' the plain-JS twins give the same shelf", async ({ page, site }) => {
  await visit(page, site, SHELF);
  await ask(page, 'track', 'view_item', '20');
  const request = { k: 20, now: 1 };
  // Reasons hold titles once these are there.
  await ask(page, 'items', []);
  const wasm = await ask<TimedShelf>(page, 'recommend', request);
  expect(((await readyOf(page)) as BundleSummary).kernels).toBe('wasm');
  site.csp = "default-src 'self'; script-src 'self' 'unsafe-inline'; img-src data:";
  await page.reload();
  expect(((await readyOf(page)) as BundleSummary).kernels).toBe('js');
  await ask(page, 'items', []);
  const js = await ask<TimedShelf>(page, 'recommend', request);
  expect(js.items).toEqual(wasm.items);
  expect(js.isFallback).toBe(false);
  await shelfIds(page);
  expect(await page.locator('vitrine-shelf ul').evaluate((list) => getComputedStyle(list).display)).toBe('grid');
});

test('where the titles and pictures cannot be read the page keeps its own content', async ({ page, site }) => {
  site.files.delete(site.section('display'));
  await visit(page, site, SHELF);
  expect(await readyOf(page)).toMatchObject({ items: 400 });
  expect((await ask<TimedShelf>(page, 'recommend', { k: 4 })).items).toHaveLength(4);
  expect(await ask(page, 'items', ['4'])).toEqual([]);
  await expect(page.getByText('Our bestsellers, by hand')).toBeVisible();
});

test('without IndexedDB the profile lives in memory, and the shelf follows it', async ({ page, site }) => {
  // Workers have an IndexedDB of their own that a page cannot take away, so the worker's script loses it.
  const worker = site.files.get('/vitrine.worker.js') as Uint8Array;
  site.files.set(
    '/vitrine.worker.js',
    `Object.defineProperty(self,'indexedDB',{get(){throw new DOMException('','SecurityError')}});${new TextDecoder().decode(worker)}`,
  );
  await visit(page, site, '<vitrine-shelf></vitrine-shelf>');
  expect(await readyOf(page)).toMatchObject({ storage: 'memory' });
  const before = await shelfIds(page);
  await ask(page, 'track', 'view_item', '20');
  await expect.poll(() => shelfIds(page)).not.toEqual(before);
});

test('a worker that hangs is replaced once and finds the profile again; meanwhile the page has its answer', async ({
  page,
  site,
}) => {
  const worker = new TextDecoder().decode(site.files.get('/vitrine.worker.js') as Uint8Array);
  site.files.set(
    '/vitrine.worker.js',
    `addEventListener('message',({data})=>{if(data.path=='recommend'&&data.argumentList[0].value.k==13)for(;;);});${worker}`,
  );
  await visit(page, site, '', { deadlineMs: 500 });
  await readyOf(page);
  await ask(page, 'track', 'view_item', '20');
  const healthy = await ask<TimedShelf>(page, 'recommend', { k: 6 });
  await expect.poll(() => page.workers().length).toBe(1);

  const hung = await ask<TimedShelf>(page, 'recommend', { k: 13 });
  expect(hung).toMatchObject({ isFallback: true, items: [], error: { code: 'WORKER_DEADLINE' } });
  const again = await ask<TimedShelf>(page, 'recommend', { k: 6 });
  expect(again.items).toEqual(healthy.items);
  expect((await ask<ProfileSummary>(page, 'profile')).interactions).toHaveLength(1);

  await ask(page, 'recommend', { k: 13 });
  expect(await ask<TimedShelf>(page, 'recommend', { k: 6 })).toMatchObject({ isFallback: true, items: [] });
  await expect.poll(() => page.workers().length).toBe(0);
});

test('without BroadcastChannel the answers come as messages alone', async ({ page, site }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
  await visit(page, site, '<vitrine-shelf></vitrine-shelf>');
  expect(await shelfIds(page)).toHaveLength(8);
});

test('a shelf that was shown stays when its worker dies for good', async ({ page, site }) => {
  const worker = new TextDecoder().decode(site.files.get('/vitrine.worker.js') as Uint8Array);
  site.files.set(
    '/vitrine.worker.js',
    `addEventListener('message',({data})=>{if(data.path=='recommend'&&data.argumentList[0].value.k==13)for(;;);});${worker}`,
  );
  await visit(page, site, '<vitrine-shelf k="6"></vitrine-shelf>', { deadlineMs: 500 });
  const shown = await shelfIds(page);
  for (let life = 0; life < 2; life++) await ask(page, 'recommend', { k: 13 });
  await ask(page, 'track', 'view_item', '20');
  await expect
    .poll(() => page.evaluate(() => document.querySelector<VitrineShelf>('vitrine-shelf')!.error?.code))
    .toBe('WORKER_DEADLINE');
  expect(await shelfIds(page)).toEqual(shown);
  await expect(page.getByRole('listitem')).toHaveCount(6);
});

test("an empty shelf takes no place, whatever the page's style sheet gives it", async ({ page, site }) => {
  site.files.delete('/vitrine.worker.js');
  await visit(
    page,
    site,
    '<style>vitrine-shelf { display: block; min-height: 30em }</style><vitrine-shelf></vitrine-shelf>',
  );
  expect(await readyOf(page)).toBe('WORKER_FAILED');
  await expect(page.locator('vitrine-shelf')).toBeHidden();
});
