import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import type { Interaction } from '../src/engine/events.ts';
import type { Recommender } from '../src/page/index.ts';
import { folderOf, readData } from './data.ts';
import { type BenchServer, openServer } from './hosts/server.ts';
import { idOf } from './syntheticBundle.ts';

interface ShopWindow {
  vitrine: { recommender: Recommender };
}

/** A page with the scripts as built, the real worker and a bundle of `items`. */
export interface ShopPage {
  page: Page;
  /** Cleared of what the last one kept, and opened anew. */
  close(): Promise<void>;
}

/** Turns before the clock runs. */
const WARM_UP = 100;

const SCRIPTS = ['vitrine.js', 'vitrine.worker.js', 'vitrine.ivf.js', 'vitrine.models.js', 'vitrine.plain.js'];

/** Serves dist/browser and the catalogue, and opens a page that has called init. Resolves when it is ready. */
export async function openShopPage(browser: Browser, items: number): Promise<ShopPage> {
  const server = await openServer();
  for (const script of SCRIPTS)
    server.files.set(`/${script}`, await readFile(new URL(`../dist/browser/${script}`, import.meta.url)));
  server.files.set('/index.html', pageOf(items));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/index.html`);
  await page.waitForFunction(() => 'recommender' in ((window as unknown as Partial<ShopWindow>).vitrine ?? {}));
  await page.evaluate(() => (window as unknown as ShopWindow).vitrine.recommender.ready);
  return { page, close: () => closeBoth(context.close(), server) };
}

async function closeBoth(context: Promise<void>, server: BenchServer): Promise<void> {
  await context;
  await server.close();
}

const pageOf = (items: number) => `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
<script src="/vitrine.js"></script><script>vitrine('init',{bundle:'/data/${folderOf(items)}/bundle/'})</script>`;

export interface PageTimes {
  /** Milliseconds each: `track` called, then `recommend(12)` awaited. */
  shelf: number[];
  /** The same, with `track` awaited too: the device has the event. */
  kept: number[];
}

/**
 * From the page's call to the page's answer, through the real worker, for a shopper with 200 interactions. Two ways take turns:
 * as a shelf does it (the event is sent, the shelf is asked for), and waiting until the device has kept the event.
 */
export async function measurePage(browser: Browser, items: number, turns: number): Promise<PageTimes> {
  const shop = await openShopPage(browser, items);
  const [log] = JSON.parse(new TextDecoder().decode(await readData(`${folderOf(items)}/logs.json`))) as Interaction[][];
  const itemIds = Array.from({ length: 2 * turns + WARM_UP }, (_, i) => idOf((i * 7919) % items));
  try {
    return await shop.page.evaluate(
      async ([log, itemIds, warmUp]) => {
        const { recommender } = (window as unknown as ShopWindow).vitrine;
        await Promise.all(log.map(({ event, ...interaction }) => recommender.track(event, interaction)));
        const times: PageTimes = { shelf: [], kept: [] };
        for (const [turn, itemId] of itemIds.entries()) {
          const start = performance.now();
          const tracked = recommender.track('view_item', itemId);
          if (turn % 2 === 1) await tracked;
          const shelf = await recommender.recommend({ k: 12 });
          const took = performance.now() - start;
          await tracked;
          if (shelf.error || shelf.items.length < 12) throw new Error(`no shelf: ${JSON.stringify(shelf.error)}`);
          if (turn >= warmUp) times[turn % 2 === 1 ? 'kept' : 'shelf'].push(took);
        }
        return times;
      },
      [log!, itemIds, WARM_UP] as const,
    );
  } finally {
    await shop.close();
  }
}
