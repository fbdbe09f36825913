import { setTimeout as wait } from 'node:timers/promises';
import type { Page, Worker } from '@playwright/test';

/** Longest start of the bench's worker, ms. */
const START_MS = 30_000;

/** Opens `origin`'s page and its module worker /subject.js. Resolves once the worker holds a `subject`. */
export async function startWorker(page: Page, origin: string): Promise<Worker> {
  await page.goto(`${origin}/index.html`);
  const started = page.waitForEvent('worker');
  await page.evaluate(() => {
    Object.assign(window, { worker: new Worker('/subject.js', { type: 'module' }) });
  });
  const worker = await started;
  for (let waited = 0; !(await worker.evaluate(() => 'subject' in globalThis)); waited += 20) {
    if (waited > START_MS) throw new Error("the bench's worker did not start");
    await wait(20);
  }
  return worker;
}
