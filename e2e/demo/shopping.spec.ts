import { changed, enter, expect, idsOf, openPanel, quickAdd, settled, shows, test } from './demo.ts';

test('from the entrance to a product, the cart and a purchase', async ({ page, demo }) => {
  await enter(page, demo);
  await expect(page.locator('#for-you h2')).toHaveText('Popular right now');
  const first = page.locator('#for-you .card').first();
  const title = (await first.locator('.card-title').textContent())!;
  await first.getByRole('link').click();
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page).toHaveTitle(new RegExp(`^${title.slice(0, 12)}`));
  await expect(page.locator('#similar .card-link')).toHaveCount(6);
  await expect(page.locator('#goes-with .card')).toHaveCount(6);
  await page.locator('#add').click();
  await expect(page.locator('#announcer')).toHaveText(`Added to the cart: ${title}`);
  await expect(page.locator('#cart-link')).toHaveAccessibleName('Cart, 1 thing');

  await page.locator('#cart-link').click();
  await settled(page);
  await expect(page.locator('.line')).toHaveCount(1);
  const price = await page.locator('.cart-total').textContent();
  await page.getByRole('button', { name: `One more: ${title}` }).click();
  await expect(page.locator('.line-quantity')).toHaveText('2');
  await expect(page.locator('.cart-total')).not.toHaveText(price!);
  await expect(page.locator('#complements .card')).toHaveCount(6);

  await page.locator('#checkout').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you');
  await expect(page.locator('#cart-link')).toHaveAccessibleName('Cart, empty');
  await openPanel(page);
  await expect(page.locator('.log li').first()).toContainText('Bought');
});

test('the for-you shelf follows clicks, and says why', async ({ page, demo }) => {
  await enter(page, demo);
  const before = await idsOf(page, '#for-you');
  const chosen = await quickAdd(page, 2);
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  const after = await idsOf(page, '#for-you');
  expect(after).toHaveLength(before.length);
  expect(after).not.toEqual(before);
  expect(after).not.toContain(chosen);
  await expect(page.locator('#for-you .card-reason').first()).not.toHaveText('Popular now');
});

test('an item that stays on a shelf keeps its element', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 0);
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  await page.evaluate(() => {
    for (const card of document.querySelectorAll<HTMLElement>('#for-you .card'))
      card.dataset.marked = card.dataset.item;
  });
  await quickAdd(page, 0);
  await expect(page.locator('#for-you .card:not([data-marked])').first()).toBeVisible();
  const kept = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#for-you .card[data-marked]')].map(
      (card) => card.dataset.marked === card.dataset.item,
    ),
  );
  expect(kept.length).toBeGreaterThan(0);
  expect(kept).not.toContain(false);
});

test('a category can be seen in the shop’s order and in one’s own', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 4);
  await page.locator('.departments a').nth(3).click();
  await settled(page);
  const own = await idsOf(page, '#grid');
  await page.getByRole('radio', { name: 'Shop order' }).check();
  await changed(page, '#grid', own);
  await page.getByRole('radio', { name: 'For you' }).check();
  await shows(page, '#grid', own);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(async () => (await idsOf(page, '#grid')).length).toBeGreaterThan(own.length);
});

test('search finds by words, and says where there is nothing', async ({ page, demo }) => {
  await enter(page, demo);
  await page.getByRole('searchbox').fill('soap');
  await page.getByRole('searchbox').press('Enter');
  await settled(page);
  expect((await idsOf(page, '#grid')).length).toBeGreaterThan(0);
  await page.getByRole('searchbox').fill('zeppelin hangar');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByText('Nothing here under these words.')).toBeVisible();
  await expect(page.locator('#instead .card:not(.skeleton)')).toHaveCount(6);
});

test('going back returns to the place one left', async ({ page, demo }) => {
  await enter(page, demo);
  await page.locator('#popular .card-link').first().scrollIntoViewIfNeeded();
  const left = await page.evaluate(() => window.scrollY);
  await page.locator('#popular .card-link').first().click();
  await settled(page);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await settled(page);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(left - 200);
});
