import type { ProfileSummary, TimedShelf, VitrineShelf } from '../../src/page/index.ts';
import { idOf } from '../parity/shop.ts';
import { ask, expect, readyOf, type ShopWindow, shelfIds, test, visit } from '../support/test.ts';

const SHELF = '<vitrine-shelf k="8" placement="home" repeats="exclude"></vitrine-shelf>';

/** Runs in the page: calls as templates with a bug make them, each through the snippet and through the client. */
async function misuse(): Promise<number> {
  const { vitrine } = window as unknown as ShopWindow;
  const client = vitrine.recommender as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const cycle: Record<string, unknown> = {};
  cycle.itself = cycle;
  const odd = [
    undefined,
    null,
    0,
    42,
    -1,
    Number.NaN,
    true,
    '',
    'x'.repeat(1_000_000),
    [],
    [undefined],
    {},
    cycle,
    () => 1,
    Symbol('id'),
    document.body,
    new Date(),
  ];
  const calls: [string, (value: unknown) => unknown[]][] = [
    ['track', (value) => [value, 'item']],
    ['track', (value) => ['view_item', value]],
    ['track', (value) => ['view_item', { itemId: value }]],
    ['track', (value) => ['view_item', { itemId: 'item', timestamp: value, quantity: value, engagementMs: value }]],
    ['recommend', (value) => [value]],
    ['recommend', (value) => [{ k: value }]],
    ['recommend', (value) => [{ placement: value, context: value, only: value, exclude: value }]],
    ['recommend', (value) => [{ category: value, brand: value, price: value, sources: value }]],
    ['similar', (value) => [value]],
    ['similar', (value) => ['item', value]],
    ['rerank', (value) => [value]],
    ['rerank', (value) => [['item'], { placement: value, context: value }]],
    ['forget', (value) => [value]],
    ['items', (value) => [value]],
    ['browse', (value) => [value]],
    ['importProfile', (value) => [value]],
    ['importProfile', (value) => ['[]', value]],
  ];
  const answers: Promise<unknown>[] = [];
  for (const [method, argumentsOf] of calls)
    for (const value of odd) {
      vitrine(method, ...argumentsOf(value));
      answers.push(client[method]!(...argumentsOf(value)));
    }
  for (const value of odd) vitrine(value, value);
  return (await Promise.all(answers)).length;
}

test('a page that passes anything anywhere gets answers, and its shelf goes on', async ({ page, site }) => {
  await visit(page, site, SHELF);
  await shelfIds(page);
  expect(await page.evaluate(misuse)).toBe(17 * 17);
  await ask(page, 'erase');
  await ask(page, 'track', 'view_item', idOf(41));
  const shelf = await ask<TimedShelf>(page, 'recommend', { k: 8, repeats: 'exclude' });
  expect(shelf).toMatchObject({ isFallback: false });
  expect(shelf.items).toHaveLength(8);
  await expect.poll(() => shelfIds(page)).toEqual(shelf.items.map(({ itemId }) => itemId));
});

test('ten thousand events at once are kept as the log keeps them, and the shelf shows the last', async ({
  page,
  site,
}) => {
  await visit(page, site, SHELF);
  await shelfIds(page);
  await page.evaluate(
    (ids) => {
      const { vitrine } = window as unknown as ShopWindow;
      for (let i = 0; i < 10_000; i++)
        vitrine('track', 'view_item', { itemId: ids[i % ids.length], timestamp: 1_700_000_000_000 + i });
    },
    Array.from({ length: 40 }, (_, i) => idOf(i)),
  );
  await expect
    .poll(async () => (await ask<ProfileSummary>(page, 'profile')).interactions.at(-1)?.timestamp, { timeout: 30_000 })
    .toBe(1_700_000_009_999);
  expect((await ask<ProfileSummary>(page, 'profile')).interactions).toHaveLength(500);
  const { items } = await ask<TimedShelf>(page, 'recommend', { k: 8, placement: 'home', repeats: 'exclude' });
  await expect.poll(() => shelfIds(page), { timeout: 30_000 }).toEqual(items.map(({ itemId }) => itemId));
});

test('shelves follow a profile that is imported, and in another tab once that is looked at', async ({
  page,
  site,
  context,
}) => {
  await visit(page, site, SHELF);
  const popular = await shelfIds(page);
  for (const item of [41, 88, 260]) await ask(page, 'track', 'add_to_cart', idOf(item));
  await expect.poll(() => shelfIds(page)).not.toEqual(popular);
  const own = await shelfIds(page);
  const file = await ask<string>(page, 'exportProfile');
  await ask(page, 'erase');
  await expect.poll(() => shelfIds(page)).toEqual(popular);

  const other = await context.newPage();
  await visit(other, site, SHELF);
  await readyOf(other);
  expect(await shelfIds(other)).toEqual(popular);
  expect(await ask(page, 'importProfile', file)).toEqual({ interactions: 3 });
  await expect.poll(() => shelfIds(page)).toEqual(own);
  expect(await ask(page, 'importProfile', file.slice(0, -2))).toMatchObject({ error: { code: 'PROFILE_INVALID' } });
  await other.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(() => shelfIds(other)).toEqual(own);
  expect(await other.evaluate(() => document.querySelector<VitrineShelf>('vitrine-shelf')!.error)).toBeUndefined();
});
