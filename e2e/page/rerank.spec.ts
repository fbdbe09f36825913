import type { Page } from '@playwright/test';
import { idOf } from '../parity/shop.ts';
import type { Site } from '../support/site.ts';
import { ask, expect, readyOf, test, visit } from '../support/test.ts';

/** Popular and rare items mixed, so that a history changes their order. */
const ITEMS = [3, 120, 7, 260, 41, 88, 12, 199, 64, 5, 301, 30].map(idOf);
const HISTORY = [41, 88, 260].map(idOf);

interface Watched {
  events: string[][];
  /** Nodes that the list lost or got. */
  moved: number;
  blurred: number;
}

const card = (itemId: string, more = '') =>
  `<li data-item-id="${itemId}" ${more} style="height:160px"><button onclick="vitrine('track','add_to_cart','${itemId}')">Add ${itemId}</button></li>`;

/** A grid of `items`, three a row, with a watch on what happens to it. */
function grid(items: string[], attributes = 'data-vitrine-rerank'): string {
  return `<h1>Grid</h1><ul id="grid" ${attributes} style="display:grid;grid-template-columns:repeat(3,1fr)">
${items.map((item) => (item.startsWith('<') ? item : card(item))).join('\n')}</ul><footer style="height:3000px">Below</footer>
<script>
const list = document.getElementById('grid');
window.watched = { events: [], moved: 0, blurred: 0 };
for (const child of list.children) child.mark = child.dataset.itemId;
list.addEventListener('vitrine-rerank', (event) => watched.events.push(event.detail.itemIds));
list.addEventListener('focusout', () => watched.blurred++);
new MutationObserver((records) => { watched.moved += records.length }).observe(list, { childList: true });
</script>`;
}

const watched = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched);

/** Item ids in the order shown; a child without one by its text. */
const shown = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#grid > li')].map((child) => child.dataset.itemId ?? child.innerText),
  );

/** A shopper with a history comes to a page with `body`. */
async function visitAgain(page: Page, site: Site, body: string, history = HISTORY): Promise<void> {
  await visit(page, site, '');
  for (const itemId of history) await ask(page, 'track', 'add_to_cart', itemId);
  await visit(page, site, body);
  await readyOf(page);
}

/** Until the bundle has answered and the answer is painted. */
async function settled(page: Page): Promise<void> {
  await ask(page, 'rerank', []);
  await page.waitForTimeout(300);
}

test('a grid takes the order of this shopper, once, with its own nodes', async ({ page, site }) => {
  await visitAgain(page, site, grid(ITEMS));
  const best = await ask<string[]>(page, 'rerank', ITEMS);
  expect(best).not.toEqual(ITEMS);
  await expect.poll(() => shown(page)).toEqual(best);
  const marks = await page.evaluate(() =>
    [...document.querySelectorAll('#grid > li')].map((child) => (child as unknown as { mark: string }).mark),
  );
  expect(marks).toEqual(best);
  await ask(page, 'track', 'add_to_cart', idOf(301));
  expect(await ask(page, 'rerank', ITEMS)).not.toEqual(best);
  await settled(page);
  expect(await shown(page)).toEqual(best);
  expect((await watched(page)).events).toEqual([best]);
});

test('children without an item and pinned ones keep their places; unknown items come last', async ({ page, site }) => {
  const [first, ...rest] = ITEMS;
  const items = [card(first!, 'data-vitrine-pin'), 'unknown-1', rest[0]!, '<li>Advertisement</li>', ...rest.slice(1)];
  await visitAgain(page, site, grid(items));
  const best = await ask<string[]>(page, 'rerank', rest);
  expect(best).not.toEqual(rest);
  await expect
    .poll(() => shown(page))
    .toEqual([first, best[0], best[1], 'Advertisement', ...best.slice(2), 'unknown-1']);
});

test('the id may be any attribute, on the child or in it', async ({ page, site }) => {
  const [a, b, ...rest] = ITEMS as [string, string, ...string[]];
  const inside = (itemId: string) => `<li><a href="#" data-sku="${itemId}">${itemId}</a></li>`;
  const items = [`<li data-sku="${a}">${a}</li>`, ...[b, ...rest].map(inside)];
  await visitAgain(page, site, grid(items, 'data-vitrine-rerank data-item-attribute="data-sku"'));
  const best = await ask<string[]>(page, 'rerank', ITEMS);
  await expect.poll(() => shown(page)).toEqual(best);
});

for (const kind of ['moves', 'insertions']) {
  test(`a live grid follows what is chosen in it by keyboard; focus and scroll stay (${kind})`, async ({
    page,
    site,
  }) => {
    if (kind === 'insertions')
      await page.addInitScript(() => {
        delete (Element.prototype as Partial<Element>).moveBefore;
      });
    await page.setViewportSize({ width: 900, height: 500 });
    await visitAgain(page, site, grid(ITEMS, 'data-vitrine-rerank="live"'), []);
    await settled(page);
    expect(await shown(page)).toEqual(ITEMS);
    await page.evaluate(() => {
      scrollTo(0, 260);
      Object.assign(window, { shifts: [] });
      new PerformanceObserver((entries) => {
        for (const { sources } of entries.getEntries() as unknown as { sources: { node?: Node }[] }[])
          (window as unknown as { shifts: string[] }).shifts.push(...sources.map(({ node }) => `${node?.nodeName}`));
      }).observe({ type: 'layout-shift' });
    });
    const chosen = idOf(199);
    const button = page.getByRole('button', { name: `Add ${chosen}`, exact: true });
    await button.focus();
    const before = await page.evaluate(() => [scrollY, document.documentElement.scrollHeight]);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await watched(page)).events.length).toBe(1);
    const best = await ask<string[]>(page, 'rerank', ITEMS);
    expect(best).not.toEqual(ITEMS);
    expect(await shown(page)).toEqual(best);
    await settled(page);
    await expect(button).toBeFocused();
    expect((await watched(page)).blurred).toBe(0);
    expect(await page.evaluate(() => [scrollY, document.documentElement.scrollHeight])).toEqual(before);
    // What moved is cards; the page around them stands still.
    const shifts = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    expect(new Set(shifts)).toEqual(new Set(shifts.length > 0 ? ['LI'] : []));

    await ask(page, 'erase');
    await expect.poll(() => shown(page), 'a shopper who erased the profile sees the order of the shop').toEqual(ITEMS);
    await expect(button).toBeFocused();
  });
}

test('cards slide to their places, unless the shopper asked for less motion', async ({ page, site }) => {
  const slides = async (reducedMotion: 'reduce' | 'no-preference') => {
    await page.emulateMedia({ reducedMotion });
    await visitAgain(page, site, grid(ITEMS, 'data-vitrine-rerank="live"'), []);
    await settled(page);
    await page.evaluate(() => {
      document.querySelector('#grid')!.addEventListener('vitrine-rerank', () => {
        Object.assign(window, { slides: document.getAnimations().length });
      });
    });
    await ask(page, 'track', 'add_to_cart', idOf(199));
    await page.waitForFunction(() => 'slides' in window);
    const count = await page.evaluate(() => (window as unknown as { slides: number }).slides);
    await ask(page, 'erase');
    return count;
  };
  expect(await slides('no-preference')).toBeGreaterThan(0);
  expect(await slides('reduce')).toBe(0);
});

test('a shopper of whom nothing is known leaves the grid as it is', async ({ page, site }) => {
  await visit(page, site, grid(ITEMS));
  await readyOf(page);
  await settled(page);
  expect(await shown(page)).toEqual(ITEMS);
  expect(await watched(page)).toMatchObject({ events: [], moved: 0 });
});

test('a worker that is missing leaves the grid as it is', async ({ page, site }) => {
  site.files.delete('/vitrine.worker.js');
  await visit(page, site, grid(ITEMS));
  expect(await readyOf(page)).toBe('WORKER_FAILED');
  await settled(page);
  expect(await shown(page)).toEqual(ITEMS);
  expect(await watched(page)).toMatchObject({ events: [], moved: 0 });
});

test('a worker that dies leaves the grid in the order it had found', async ({ page, site }) => {
  await visit(page, site, '');
  for (const itemId of HISTORY) await ask(page, 'track', 'add_to_cart', itemId);
  await visit(page, site, grid(ITEMS, 'data-vitrine-rerank="live"'), { deadlineMs: 300 });
  await expect.poll(async () => (await watched(page)).events.length).toBe(1);
  const best = await shown(page);
  await page
    .workers()
    .at(-1)!
    .evaluate(() => close());
  await ask(page, 'track', 'add_to_cart', idOf(301));
  await settled(page);
  expect(await shown(page)).toEqual(best);
  expect((await watched(page)).events).toHaveLength(1);
});

test('a grid that the shopper has touched before the bundle came does not move under the hand', async ({
  page,
  site,
}) => {
  await visitAgain(page, site, '');
  let go!: () => void;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('**/manifest.json', async (route) => {
    await gate;
    await route.continue();
  });
  await visit(page, site, grid(ITEMS));
  await page.waitForFunction(() => 'rerankElement' in (window as unknown as { vitrine: object }).vitrine);
  await page.locator('#grid > li').first().hover();
  go();
  await readyOf(page);
  await settled(page);
  expect(await ask(page, 'rerank', ITEMS)).not.toEqual(ITEMS);
  expect(await shown(page)).toEqual(ITEMS);
});

test('a page without such a list does not fetch the script; one that makes a list later calls it', async ({
  page,
  site,
}) => {
  await visitAgain(page, site, '<p>No list here</p>');
  expect(site.requests).not.toContain('/vitrine-rerank.js');
  await visit(page, site, grid(ITEMS, ''));
  await page.addScriptTag({ url: '/vitrine-rerank.js' });
  const best = await ask<string[]>(page, 'rerank', ITEMS);
  expect(await shown(page)).toEqual(ITEMS);
  await page.evaluate(() => {
    const { vitrine } = window as unknown as { vitrine: { rerankElement(list: Element): void } };
    vitrine.rerankElement(document.querySelector('#grid')!);
  });
  await expect.poll(() => shown(page)).toEqual(best);
});

test('what the shopper typed, chose and opened in an item stays; items that the page adds are taken in', async ({
  page,
  site,
}) => {
  const form = (itemId: string) =>
    `<li data-item-id="${itemId}"><form><input name="quantity" value="1"><select><option>S<option>M</select></form>
<details><summary>More</summary>${itemId}</details></li>`;
  await visitAgain(page, site, grid(ITEMS.map(form), 'data-vitrine-rerank="live"'), []);
  await settled(page);
  const [used] = HISTORY;
  const item = page.locator(`#grid > [data-item-id="${used}"]`);
  await item.locator('select').selectOption('M');
  await item.locator('summary').click();
  await item.locator('input').fill('7');
  await ask(page, 'track', 'add_to_cart', used);
  await expect.poll(() => shown(page)).not.toEqual(ITEMS);
  await expect(item.locator('input')).toHaveValue('7');
  await expect(item.locator('input')).toBeFocused();
  await expect(item.locator('select')).toHaveValue('M');
  await expect(item.locator('details')).toHaveAttribute('open');

  const added = [77, 150].map(idOf);
  await page.evaluate(
    (html) => document.querySelector('#grid')!.insertAdjacentHTML('beforeend', html),
    added.map(form).join(''),
  );
  await ask(page, 'track', 'add_to_cart', added[0]);
  const best = await ask<string[]>(page, 'rerank', [...ITEMS, ...added]);
  await expect.poll(() => shown(page)).toEqual(best);
});
