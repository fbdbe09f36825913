import type { Browser } from '@playwright/test';
import { prepareData } from '../data.ts';
import { quantile, spreadOf } from '../measure.ts';
import { measureMemory } from '../memory.ts';
import { measurePage } from '../page.ts';
import type { Effort, Row } from './row.ts';

const REACH = { 10000: { p50: 1, p99: 5 }, 100000: { p50: 2, p99: 8 } };
const SIZES = [10_000, 100_000] as const;

/** `track`, then `recommend(12)`, from a page's call to its answer. */
export async function measurePages(browser: Browser, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of SIZES) {
    await prepareData(items, true);
    const times = await measurePage(browser, items, effort.singles);
    const variants = { 'track sent': spreadOf(times.shelf), 'track kept': spreadOf(times.kept) };
    for (const [name, q] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      rows.push({
        group: 'page',
        what: `track, then recommend(12), ${name}, ${items / 1000}k items`,
        runtime: 'page',
        value: quantile(times.shelf, q),
        unit: 'ms',
        reach: REACH[items][name],
        ...(name === 'p50' && { variants }),
        note: `as a shelf does it; ${quantile(times.kept, q).toFixed(2)} ms where the page waits until the device has the event`,
      });
    }
  }
  return rows;
}

/** What the worker holds. */
export async function measureWorkerMemory(browser: Browser): Promise<Row[]> {
  const rows: Row[] = [];
  for (const items of SIZES) {
    await prepareData(items, true);
    const { bundle, worker, buffers, wasm } = await measureMemory(browser, items);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    rows.push({
      group: 'memory',
      what: `memory of the worker, ${items / 1000}k items`,
      runtime: 'page',
      value: worker,
      unit: 'bytes',
      reach: 2 * bundle + 8e6,
      note: `bundle ${mb(bundle)}; of it array buffers ${mb(buffers)}, WebAssembly ${mb(wasm)}, the rest JavaScript heap`,
    });
  }
  return rows;
}
