import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/trainer/config.ts';
import { writeBundle } from '../../src/trainer/index.ts';
import { trainBundle } from '../../src/trainer/train.ts';
import { makeShop } from '../parity/shop.ts';
import { buildDemo, enter, expect, quickAdd, serving, settled, test } from './demo.ts';

test('the shop opens on a bundle without pictures, prices and categories', async ({ page }) => {
  const { log } = makeShop({
    seed: 3,
    items: 60,
    shoppers: 200,
    interactions: 8,
    hasTimes: true,
    events: { purchase: 100 },
  });
  const catalogue = log.items.map((itemId, i) => ({ itemId, ...(i % 5 > 0 && { title: `RED LUNCH BOX ${i}` }) }));
  const dir = join(tmpdir(), `vitrine-bare-shop-${process.pid}`);
  await writeBundle(
    dir,
    (await trainBundle({ log, catalogue, config: parseConfig({ als: { dimensions: 16 } }) })).packed,
  );
  const site = buildDemo('bare', '--bundle', dir);
  rmSync(dir, { recursive: true });
  await serving(site, async (url) => {
    await enter(page, url);
    await expect(page.locator('.wordmark')).toHaveText(/^Vitrine bare shop/);
    await expect(
      page
        .locator('#for-you .card-title')
        .filter({ hasText: /^Red lunch box \d+$/ })
        .first(),
    ).toBeVisible();
    await expect(page.locator('#for-you .card-price')).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Departments' })).toHaveCount(0);
    await quickAdd(page, 0);
    await expect(page.locator('#for-you h2')).toHaveText('For you');
    await page.locator('#cart-link').click();
    await settled(page);
    await expect(page.locator('.cart-total')).toHaveText('1 thing');
  });
});

test('a shop whose bundle is gone says so', async ({ page, demo, complaints }) => {
  await page.route('**/manifest.json', (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await page.goto(demo);
  await expect(page.getByRole('alert')).toContainText('The shop could not open');
  await expect(page.getByRole('alert')).toContainText(/BUNDLE_MISSING|NETWORK/);
  complaints.length = 0;
});
