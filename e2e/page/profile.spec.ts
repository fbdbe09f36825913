import type { Page } from '@playwright/test';
import type { Interaction, Shelf } from '../../src/engine/index.ts';
import type { BundleSummary, ProfileChange, ProfileSummary } from '../../src/page/index.ts';
import formerLog from '../../src/worker/fixtures/log.v1.json' with { type: 'json' };
import { idOf } from '../parity/shop.ts';
import { pageOf, type Site } from '../support/site.ts';
import { ask, expect, readyOf, test, visit } from '../support/test.ts';

const FORMER = formerLog as Interaction[];
const NOW = Date.UTC(2025, 2, 10);
const view = (itemId: string, timestamp = NOW): Interaction => ({ itemId, event: 'view_item', timestamp });

/** Reads and writes the profile's database as a script of any version could. `undefined` removes. */
function database(page: Page, writes: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  return page.evaluate(
    (entries) =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        const open = indexedDB.open('vitrine');
        open.onupgradeneeded = () => open.result.createObjectStore('log');
        open.onerror = reject;
        open.onsuccess = () => {
          const transaction = open.result.transaction('log', 'readwrite');
          const store = transaction.objectStore('log');
          for (const [key, value] of entries) store.put(value, key);
          const keys = store.getAllKeys();
          const values = store.getAll();
          transaction.onerror = reject;
          transaction.oncomplete = () => {
            open.result.close();
            resolve(Object.fromEntries(keys.result.map((key, i) => [String(key), values.result[i]])));
          };
        };
      }),
    Object.entries(writes),
  );
}

async function blank(page: Page, site: Site): Promise<void> {
  site.files.set('/blank', pageOf(''));
  await page.goto(`${site.origin}/blank`);
}

const logOf = async (page: Page) => (await ask<ProfileSummary>(page, 'profile')).interactions;
const track = (page: Page, one: Interaction) => {
  const { event, ...item } = one;
  return ask<void>(page, 'track', event, item);
};

test('a log that a script of version 1 kept is read and taken over without loss', async ({ page, site }) => {
  await blank(page, site);
  await database(page, { log: FORMER });
  await visit(page, site, '');
  expect(await logOf(page)).toEqual(FORMER);
  const next = view(idOf(3), Date.UTC(2026, 0));
  await track(page, next);
  expect(await database(page)).toEqual({ profile: { version: 2, interactions: [...FORMER, next] } });
});

test('an old script in another tab and a new one lose no event, and an erasure holds for both', async ({
  page,
  site,
}) => {
  await visit(page, site, '');
  await track(page, view('new'));
  // What version 1 writes, which finds no list under its key.
  await database(page, { log: [view('old', NOW + 1)] });
  await track(page, view('newer', NOW + 2));
  const ids = (log: Interaction[]) => log.map(({ itemId }) => itemId);
  expect(ids(await logOf(page))).toEqual(['new', 'old', 'newer']);
  await database(page, { log: [view('old again', NOW + 3)] });
  await page.reload();
  await readyOf(page);
  expect(ids(await logOf(page))).toEqual(['new', 'old', 'newer', 'old again']);
  expect(await ask<ProfileChange>(page, 'erase')).toEqual({ interactions: 0 });
  expect(await database(page)).toEqual({});
});

test('a record of a newer script is left alone, and the shopper’s word to erase still holds', async ({
  page,
  site,
}) => {
  const newer = { version: 3, anything: [1, 2] };
  await blank(page, site);
  await database(page, { profile: newer });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await visit(page, site, '');
  expect((await readyOf(page)) as BundleSummary).toMatchObject({
    storage: 'memory',
    storageError: { code: 'PROFILE_TOO_NEW' },
  });
  await track(page, view(idOf(3)));
  expect(await logOf(page)).toHaveLength(1);
  expect(await ask<ProfileChange>(page, 'forget', idOf(3))).toMatchObject({ error: { code: 'PROFILE_TOO_NEW' } });
  expect(await logOf(page)).toHaveLength(0);
  expect(await database(page)).toEqual({ profile: newer });
  expect(said.join('\n')).toContain('newer version');
  await ask(page, 'erase');
  expect(await database(page)).toEqual({});
});

test('an exported profile gives another device the same shelf, joined to what it knows or in its place', async ({
  page,
  site,
  browser,
}) => {
  await visit(page, site, '');
  for (const [i, item] of [4, 12, 20].entries()) await track(page, view(idOf(item), NOW + i));
  const file = await ask<string>(page, 'exportProfile');
  expect(JSON.parse(file)).toMatchObject({ format: 'vitrine-profile', version: 1, interactions: [{}, {}, {}] });
  const shelf = await ask<Shelf>(page, 'recommend', { k: 10, now: NOW });

  const context = await browser.newContext();
  const other = await context.newPage();
  await visit(other, site, '');
  await track(other, view(idOf(7), NOW - 1));
  expect(await ask<ProfileChange>(other, 'importProfile', file)).toEqual({ interactions: 4 });
  expect(await ask<ProfileChange>(other, 'importProfile', file)).toEqual({ interactions: 4 });
  expect(await ask<ProfileChange>(other, 'importProfile', '<html>', 'replace')).toMatchObject({
    error: { code: 'PROFILE_INVALID' },
  });
  expect(await ask<ProfileChange>(other, 'importProfile', file, 'replace')).toEqual({ interactions: 3 });
  await other.reload();
  await readyOf(other);
  const moved = await ask<Shelf>(other, 'recommend', { k: 10, now: NOW });
  expect({ ...moved, tookMs: 0 }).toEqual({ ...shelf, tookMs: 0 });
  await context.close();
});

test('a dismissed item leaves the shelf, and returns once the word is taken back', async ({ page, site }) => {
  await visit(page, site, '');
  await track(page, view(idOf(4)));
  const ids = async () => (await ask<Shelf>(page, 'recommend', { k: 10, now: NOW })).items.map(({ itemId }) => itemId);
  const before = await ids();
  const word: Interaction = { itemId: before[0]!, event: 'dismiss', timestamp: NOW + 1 };
  await track(page, word);
  expect(await ids()).not.toContain(word.itemId);
  expect(await ask<ProfileChange>(page, 'forget', word)).toEqual({ interactions: 1 });
  expect(await ids()).toEqual(before);
});
