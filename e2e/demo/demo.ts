import { spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { startServer, stopServer } from '../../src/cli/serve.ts';

export { expect };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the demo as `npm run demo` does, into a folder of the tests' own. Returns that folder. */
export function buildDemo(name: string, ...options: string[]): string {
  const out = join(root, '.cache/e2e', name);
  const script = ['--import', 'tsx', 'scripts/demo.ts', '--no-serve', '--out', out, ...options];
  const { status, stderr } = spawnSync(process.execPath, script, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`scripts/demo.ts ended with ${status}: ${stderr}`);
  return out;
}

/** Serves a folder for as long as `use` runs. */
export async function serving(dir: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer(dir);
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    await stopServer(server);
  }
}

/** A test on the demo shop, which fails where the page throws or complains. */
export const test = base.extend<{ complaints: string[] }, { demo: string }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern to know what a fixture needs.
    async ({}, use) => {
      await serving(buildDemo('demo'), use);
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints, 'errors and warnings on the page').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the shop at a view and waits until its shelves are filled. */
export async function enter(page: Page, demo: string, hash = '#/'): Promise<void> {
  await page.goto(demo + hash);
  await settled(page);
}

/** Waits until the view of the address is drawn and its shelves are filled. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLElement>('.main')?.dataset.route === (location.hash || '#/') &&
      document.querySelector('.shelf[aria-busy]:not([hidden]), .skeleton') === null,
  );
}

/** Item ids on a shelf or grid, in order. */
export function idsOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (list) => [...document.querySelectorAll<HTMLElement>(`${list} .card[data-item]`)].map((card) => card.dataset.item!),
    selector,
  );
}

/** Waits until a list shows other items, or another order, than `before`. */
export async function changed(page: Page, selector: string, before: readonly string[]): Promise<void> {
  await expect.poll(() => idsOf(page, selector), { intervals: [20] }).not.toEqual(before);
}

/** Waits until a list shows exactly `ids`. */
export async function shows(page: Page, selector: string, ids: readonly string[]): Promise<void> {
  await expect.poll(() => idsOf(page, selector), { intervals: [20] }).toEqual(ids);
}

/** Puts the item at `position` of the for-you shelf into the cart, as its button does. Returns its id. */
export async function quickAdd(page: Page, position: number): Promise<string> {
  const card = page.locator('#for-you .card').nth(position);
  const itemId = (await card.getAttribute('data-item'))!;
  await card.hover();
  await card.getByRole('button', { name: /^Add to cart/ }).click();
  return itemId;
}

export async function openPanel(page: Page): Promise<void> {
  await page.locator('#panel-button').click();
  await expect(page.locator('#panel')).toBeVisible();
}
