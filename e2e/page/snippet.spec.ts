import type { ProfileSummary } from '../../src/page/index.ts';
import { pageOf, SNIPPET } from '../support/site.ts';
import { ask, expect, readyOf, type ShopWindow, shelfIds, test, visit } from '../support/test.ts';

test('the snippet drains its queue: calls keep their order and the time they were made', async ({ page, site }) => {
  site.files.set(
    '/',
    pageOf(`${SNIPPET}
<script>
vitrine('track', 'view_item', '4');
vitrine('init', { bundle: '/models/' });
vitrine('track', 'add_to_cart', { itemId: '8', quantity: 2 });
vitrine('recommend', { k: 8 }, function (shelf) { window.answered = shelf; });
window.asked = Date.now();
</script>`),
  );
  await page.goto(`${site.origin}/`);
  await page.waitForFunction(() => 'answered' in window);
  const { answered, asked } = await page.evaluate(() => {
    const { answered, asked } = window as unknown as {
      answered: { isFallback: boolean; items: unknown[] };
      asked: number;
    };
    return { answered, asked };
  });
  expect(answered.items).toHaveLength(8);
  expect(answered.isFallback).toBe(false);
  const { interactions } = await ask<ProfileSummary>(page, 'profile');
  expect(interactions.map(({ itemId, event }) => [itemId, event])).toEqual([
    ['4', 'view_item'],
    ['8', 'add_to_cart'],
  ]);
  for (const { timestamp } of interactions) expect(Math.abs(timestamp - asked)).toBeLessThan(50);
});

test('a second copy of the script changes nothing', async ({ page, site }) => {
  await visit(page, site, '');
  await readyOf(page);
  await page.addScriptTag({ url: '/vitrine.js' });
  await page.evaluate(() => (window as unknown as ShopWindow).vitrine('track', 'view_item', '4'));
  await expect.poll(async () => (await ask<ProfileSummary>(page, 'profile')).interactions.length).toBe(1);
  expect(site.requests.filter((path) => path === '/models/manifest.json')).toHaveLength(1);
});

test('pages without a shelf do not fetch the element', async ({ page, site }) => {
  await visit(page, site, '<p>No shelf here</p>');
  await readyOf(page);
  expect(site.requests).not.toContain('/vitrine-shelf.js');
});

test('a worker on another origin is started from a Blob, with integrity checked', async ({ page, site }) => {
  const other = site.origin.replace('127.0.0.1', 'localhost');
  const bytes = site.files.get('/vitrine.worker.js') as Uint8Array<ArrayBuffer>;
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64');
  await visit(page, site, '', { worker: `${other}/vitrine.worker.js`, workerIntegrity: `sha256-${digest}` });
  expect(await readyOf(page)).toMatchObject({ items: 400 });
  await visit(page, site, '', { worker: `${other}/vitrine.worker.js`, workerIntegrity: `sha256-${'A'.repeat(43)}=` });
  expect(await readyOf(page)).toBe('WORKER_FAILED');
});

test('Trusted Types are satisfied by the policy `vitrine`', async ({ page, site }) => {
  site.csp = "require-trusted-types-for 'script'; trusted-types vitrine";
  await visit(page, site, '<vitrine-shelf></vitrine-shelf>');
  expect(await readyOf(page)).toMatchObject({ items: 400 });
  expect(await shelfIds(page)).toHaveLength(8);
});

test('Trusted Types that forbid the policy leave the page its own content, and nothing is thrown', async ({
  page,
  site,
}) => {
  site.csp = "require-trusted-types-for 'script'; trusted-types 'none'";
  await visit(page, site, '<vitrine-shelf><p>Our bestsellers, by hand</p></vitrine-shelf>');
  expect(await readyOf(page)).toBe('WORKER_FAILED');
  await page.evaluate(() => (window as unknown as ShopWindow).vitrine('track', 'view_item', '4'));
  await expect(page.getByText('Our bestsellers, by hand')).toBeVisible();
});

test('in a sandboxed frame, whose origin is none, the shelf is filled from memory', async ({ page, site }) => {
  await visit(page, site, '<vitrine-shelf k="5"></vitrine-shelf>');
  site.files.set('/outer', '<!doctype html><iframe sandbox="allow-scripts" src="/" width="600" height="500"></iframe>');
  await page.goto(`${site.origin}/outer`);
  await expect(page.frameLocator('iframe').getByRole('link')).toHaveCount(5);
});
