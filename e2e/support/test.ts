import { test as base, expect, type Page } from '@playwright/test';
import type { BundleSummary, Recommender, RecommenderOptions, VitrineShelf } from '../../src/page/index.ts';
import { openSite, pageOf, type Site, SNIPPET } from './site.ts';

export { expect };

/** What the snippet leaves on the page. */
export interface ShopWindow {
  vitrine: ((...args: unknown[]) => void) & { recommender: Recommender; loaded: boolean };
}

/** A test with a server of its own, which fails where the page throws. */
export const test = base.extend<{ site: Site; thrown: Error[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern to know what a fixture needs.
  site: async ({}, use) => {
    const site = await openSite();
    await use(site);
    await site.close();
  },
  thrown: [
    async ({ page }, use) => {
      const thrown: Error[] = [];
      page.on('pageerror', (error) => thrown.push(error));
      await use(thrown);
      expect(thrown, 'errors thrown into the page').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens a page that holds the snippet, `body` and an init with `options`. */
export async function visit(
  page: Page,
  site: Site,
  body: string,
  options: Partial<RecommenderOptions> = {},
): Promise<void> {
  const init = JSON.stringify({ bundle: '/models/', ...options });
  site.files.set('/', pageOf(`${SNIPPET}\n<script>vitrine('init',${init})</script>\n${body}`));
  await page.goto(`${site.origin}/`);
  await page.waitForFunction(() => (window as unknown as ShopWindow).vitrine.loaded);
}

/** What `ready` came to: the summary, or the code of the error. */
export function readyOf(page: Page): Promise<BundleSummary | string> {
  return page.evaluate(() =>
    (window as unknown as ShopWindow).vitrine.recommender.ready.catch((error: { code: string }) => error.code),
  );
}

/** Item ids that the page's first shelf shows, once it shows any. */
export async function shelfIds(page: Page): Promise<string[]> {
  await page.waitForFunction(() => document.querySelector<VitrineShelf>('vitrine-shelf')?.shelf?.items.length);
  return page.evaluate(() =>
    document.querySelector<VitrineShelf>('vitrine-shelf')!.shelf!.items.map(({ itemId }) => itemId),
  );
}

/** The same call that the page would make, with its answer. */
export function ask<T>(page: Page, method: keyof Recommender, ...args: unknown[]): Promise<T> {
  return page.evaluate(
    ([method, args]) =>
      ((window as unknown as ShopWindow).vitrine.recommender[method] as unknown as (...args: unknown[]) => Promise<T>)(
        ...args,
      ),
    [method, args] as const,
  ) as Promise<T>;
}
