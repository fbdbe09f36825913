import type { Page } from '@playwright/test';
import type { ShelfEventDetail, TimedShelf, VitrineShelf } from '../../src/page/index.ts';
import { idOf } from '../parity/shop.ts';
import { ask, expect, readyOf, type ShopWindow, shelfIds, test, visit } from '../support/test.ts';

async function record(page: Page, name: string): Promise<void> {
  await page.addInitScript((name) => {
    const seen: unknown[] = [];
    Object.assign(window, { [name]: seen });
    document.addEventListener(name, (event) => seen.push((event as CustomEvent).detail));
  }, name);
}

const recorded = (page: Page, name: string) =>
  page.evaluate((name) => (window as unknown as Record<string, ShelfEventDetail[]>)[name]!, name);

test('it is a named region with a list of links, and works from the keyboard', async ({ page, site }) => {
  await record(page, 'vitrine-select');
  await visit(page, site, '<vitrine-shelf k="5" heading="For you" placement="home"></vitrine-shelf>');
  const ids = await shelfIds(page);
  const region = page.getByRole('region', { name: 'For you' });
  await expect(region.getByRole('heading', { name: 'For you' })).toBeVisible();
  await expect(region.getByRole('listitem')).toHaveCount(5);
  await expect(region.getByRole('link')).toHaveCount(5);
  expect(await region.getByRole('link').first().getAttribute('href')).toContain('#item-');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const [chosen] = await recorded(page, 'vitrine-select');
  expect(chosen).toMatchObject({ itemId: ids[1], position: 1, placement: 'home', itemIds: ids });
  await expect
    .poll(async () => (await ask<{ interactions: unknown[] }>(page, 'profile')).interactions)
    .toMatchObject([{ itemId: ids[1], event: 'select_item' }]);
});

test('preventDefault on vitrine-select keeps the page where it is', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="5"></vitrine-shelf>');
  await shelfIds(page);
  const link = page.getByRole('link').first();
  await page.evaluate(() =>
    document.addEventListener('vitrine-select', (event) => event.preventDefault(), { once: true }),
  );
  await link.click();
  expect(new URL(page.url()).hash).toBe('');
  await page.getByRole('link').first().click();
  expect(new URL(page.url()).hash).toContain('#item-');
});

test('items that stay keep their nodes and the focus', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="30"></vitrine-shelf>');
  const before = await shelfIds(page);
  await page.evaluate(() => {
    const shelf = document.querySelector('vitrine-shelf')!;
    for (const place of shelf.shadowRoot!.querySelectorAll('li')) Object.assign(place, { marked: place.dataset.item });
  });
  await ask(page, 'track', 'view_item', '20');
  await expect.poll(() => shelfIds(page)).not.toEqual(before);
  const after = await page.evaluate(() => {
    const places = [...document.querySelector('vitrine-shelf')!.shadowRoot!.querySelectorAll('li')];
    return places.map((place) => ({ id: place.dataset.item!, mark: (place as { marked?: string }).marked }));
  });
  const stayed = after.filter(({ id }) => before.includes(id));
  expect(stayed.length).toBeGreaterThan(0);
  expect(stayed.every(({ id, mark }) => id === mark)).toBe(true);

  const last = stayed.at(-1)!.id;
  await page.evaluate((id) => {
    const { shadowRoot } = document.querySelector('vitrine-shelf')!;
    shadowRoot!.querySelector<HTMLElement>(`li[data-item="${id}"] a`)!.focus();
  }, last);
  await ask(page, 'erase');
  await expect.poll(() => shelfIds(page)).toEqual(before);
  const focused = await page.evaluate(
    () => document.querySelector('vitrine-shelf')!.shadowRoot!.activeElement?.closest('li')?.dataset.item,
  );
  expect(focused).toBe(last);
});

test('reasons name items by their titles, from the first shelf on', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="6"></vitrine-shelf>');
  await ask(page, 'track', 'purchase', '20');
  await page.reload();
  await shelfIds(page);
  const reasons = await page.locator('vitrine-shelf .reason').allTextContents();
  expect(reasons).toContainEqual(expect.stringMatching(/ Item 20$/));
});

test("a shop's own template is filled in the page's own tree, text as text", async ({ page, site }) => {
  await visit(
    page,
    site,
    `<style>.mine { color: rgb(1, 2, 3) }</style>
<vitrine-shelf k="4"><template><a data-field="link" class="mine"><img data-field="image" alt=""><b data-field="title"></b> <i data-field="price"></i></a></template></vitrine-shelf>`,
  );
  const ids = await shelfIds(page);
  const cards = page.locator('vitrine-shelf a.mine');
  await expect(cards).toHaveCount(4);
  await expect(cards.first()).toHaveCSS('color', 'rgb(1, 2, 3)');
  await expect(cards.first().locator('b')).toHaveText(/^Item \d+$/);
  await expect(cards.first().locator('i')).toHaveText(/^\d+\.\d\d$/);
  expect(await cards.first().locator('img').getAttribute('src')).toMatch(/^data:image\/svg/);
  await ask(page, 'track', 'view_item', '20');
  await expect.poll(() => shelfIds(page)).not.toEqual(ids);
  await expect(cards).toHaveCount(4);
  await expect(cards.first()).toBeVisible();
});

/** What the documentation has pages say, so that the element keeps its place before its script is there. */
const PLACE = '<style>vitrine-shelf { display: block; min-height: calc(clamp(8.5rem, 40vw, 12.5rem) + 10em) }</style>';

test('filling it moves nothing: its height is the same undefined, loading and full', async ({ page, site }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route('**/models/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    await route.continue();
  });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await visit(page, site, `${PLACE}<vitrine-shelf k="8"></vitrine-shelf><p id="below">Below</p>`);
    await page.waitForFunction(() => document.querySelector('vitrine-shelf')?.shadowRoot?.querySelector('.bone'));
    const loading = await page.locator('#below').boundingBox();
    await shelfIds(page);
    await expect(page.getByRole('listitem')).toHaveCount(8);
    expect(await page.locator('#below').boundingBox()).toEqual(loading);
    await page.waitForTimeout(100);
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});

test('an impression is told once per shelf, when it comes into view', async ({ page, site }) => {
  await record(page, 'vitrine-impression');
  await visit(page, site, '<div style="height:3000px"></div><vitrine-shelf k="4" placement="home"></vitrine-shelf>');
  const ids = await shelfIds(page);
  expect(await recorded(page, 'vitrine-impression')).toEqual([]);
  await page.locator('vitrine-shelf').scrollIntoViewIfNeeded();
  await expect.poll(() => recorded(page, 'vitrine-impression')).toMatchObject([{ itemIds: ids, placement: 'home' }]);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator('vitrine-shelf').scrollIntoViewIfNeeded();
  expect(await recorded(page, 'vitrine-impression')).toHaveLength(1);
});

test('`item` makes it a shelf of similar items, `category` keeps it to a category; both may change', async ({
  page,
  site,
}) => {
  await visit(page, site, '<vitrine-shelf k="6" item="20"></vitrine-shelf>');
  const similar = await shelfIds(page);
  const asked = await ask<{ items: { itemId: string }[] }>(page, 'similar', '20', { k: 6 });
  expect(similar).toEqual(asked.items.map(({ itemId }) => itemId));
  await page.evaluate(() => {
    const shelf = document.querySelector('vitrine-shelf')!;
    shelf.removeAttribute('item');
    shelf.setAttribute('category', 'Home');
  });
  await expect.poll(() => shelfIds(page)).not.toEqual(similar);
  const items = await ask<{ category: string }[]>(page, 'items', await shelfIds(page));
  expect(items.every(({ category }) => category.startsWith('Home'))).toBe(true);
});

test('`context` is what the page is about: it leads, and is not shown', async ({ page, site }) => {
  const about = [20, 41].map(idOf);
  await visit(page, site, `<vitrine-shelf k="6" placement="product" context="${about.join(', ')}"></vitrine-shelf>`);
  const shown = await shelfIds(page);
  const { items } = await ask<TimedShelf>(page, 'recommend', { k: 6, placement: 'product', context: about });
  expect(shown).toEqual(items.map(({ itemId }) => itemId));
  for (const itemId of about) expect(shown).not.toContain(itemId);
  const { items: popular } = await ask<TimedShelf>(page, 'recommend', { k: 6, placement: 'product' });
  expect(shown).not.toEqual(popular.map(({ itemId }) => itemId));
});

test('a shelf added later is filled, and one taken away stops asking', async ({ page, site }) => {
  await visit(page, site, '<p>No shelf yet</p>');
  await readyOf(page);
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('vitrine-shelf'), { id: 'late' }));
    (window as unknown as { vitrine(command: string): void }).vitrine('shelf');
  });
  await shelfIds(page);
  const shown = await page.evaluate(async () => {
    const shelf = document.querySelector<VitrineShelf>('#late')!;
    shelf.remove();
    const before = shelf.shelf;
    await (
      window as unknown as { vitrine: { recommender: { track(e: string, i: string): Promise<void> } } }
    ).vitrine.recommender.track('view_item', '20');
    await new Promise((resolve) => setTimeout(resolve, 100));
    return shelf.shelf === before;
  });
  expect(shown).toBe(true);
});

test('a hostile catalogue stays text: no markup, no script link; a shelf may have a recommender of its own', async ({
  page,
  site,
}) => {
  await visit(page, site, '<vitrine-shelf k="1"></vitrine-shelf>');
  await shelfIds(page);
  await page.evaluate(() => {
    const shelf = document.querySelector<VitrineShelf>('vitrine-shelf')!;
    const item = {
      itemId: '"><script>',
      title: '<img src=x onerror="throw 1">',
      link: 'javascript:throw 2',
      image: 'javascript:throw 3',
      inStock: true,
    };
    const recommendation = {
      itemId: item.itemId,
      score: 1,
      source: 'factors' as const,
      reason: '<b>you</b>',
      because: [],
    };
    shelf.recommender = {
      ...shelf.recommender!,
      recommend: async () => ({
        recId: 'r',
        bundleVersion: 'v',
        isFallback: false,
        tookMs: 0,
        items: [recommendation],
      }),
      items: async (itemIds) => itemIds.map(() => item),
    };
  });
  const card = page.locator('vitrine-shelf .card');
  await expect(card.locator('.title')).toHaveText('<img src=x onerror="throw 1">');
  await expect(card.locator('.reason')).toHaveText('<b>you</b>');
  await expect(card.locator('img')).toHaveCount(0);
  expect(await card.evaluate((element) => element.localName)).toBe('button');
  await card.click();
});

test('a burst of events on a page of ten shelves outlasts no deadline, and none is lost', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="8"></vitrine-shelf>'.repeat(10));
  await shelfIds(page);
  const error = await page.evaluate(async () => {
    const { recommender } = (window as unknown as ShopWindow).vitrine;
    for (let i = 0; i < 1000; i++) void recommender.track('view_item', String(i % 400));
    await recommender.recommend();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [...document.querySelectorAll<VitrineShelf>('vitrine-shelf')].find((shelf) => shelf.error)?.error;
  });
  expect(error).toBeUndefined();
  expect((await ask<{ interactions: unknown[] }>(page, 'profile')).interactions).toHaveLength(500);
});

test('a page that stays open keeps no answers that it has given', async ({ page, site, context }) => {
  await visit(page, site, '');
  await readyOf(page);
  const session = await context.newCDPSession(page);
  const heapAfter = async (calls: number) => {
    await page.evaluate(async (calls) => {
      for (let i = 0; i < calls; i++) await (window as unknown as ShopWindow).vitrine.recommender.recommend({ k: 100 });
    }, calls);
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await heapAfter(50);
  expect((await heapAfter(300)) - before, 'bytes of 300 shelves of 100').toBeLessThan(1_000_000);
});

test('cards stand under the heading, whether the row scrolls or not, and the focus ring is whole', async ({
  page,
  site,
}) => {
  await visit(
    page,
    site,
    '<style>body { margin: 0 16px }</style><vitrine-shelf k="8"></vitrine-shelf><vitrine-shelf k="1"></vitrine-shelf>',
  );
  await shelfIds(page);
  await expect(page.getByRole('listitem')).toHaveCount(9);
  for (const shelf of await page.locator('vitrine-shelf').all()) {
    expect((await shelf.locator('.card').first().boundingBox())!.x).toBe(16);
    expect((await shelf.getByRole('list').boundingBox())!.x).toBeLessThanOrEqual(12);
  }
  await page.addStyleTag({ content: 'body { margin: 0 !important }' });
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(scroll).toBe(width);
});

test('a picture that is not there leaves its place empty', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="3"></vitrine-shelf>');
  await shelfIds(page);
  await expect(page.locator('vitrine-shelf .card')).toHaveCount(3);
  await page.evaluate(() => {
    for (const image of document.querySelector('vitrine-shelf')!.shadowRoot!.querySelectorAll('img'))
      image.src = '/no-such-picture.png';
  });
  await expect(page.locator('vitrine-shelf .card img')).toHaveCount(0);
  await expect(page.locator('vitrine-shelf .picture').first()).toBeVisible();
});
