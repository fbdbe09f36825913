import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../../e2e/support/chromium.ts';
import { bundleEntry } from './bundle.ts';
import type { Host } from './host.ts';
import type { Modules } from './modules.ts';
import { openServer } from './server.ts';
import type { Subject } from './subject.ts';

const START_MS = 30_000;

export async function launchChromium(): Promise<Browser> {
  return chromium.launch(await findChromium());
}

/** A module worker in Chromium, on a page of its own. */
export async function openChromium({ kernels, floor }: Modules): Promise<Host> {
  const server = await openServer();
  server.files.set('/index.html', '<!doctype html><title>Bench</title>');
  server.files.set('/kernels.wasm', kernels);
  server.files.set('/floor.wasm', floor);
  server.files.set('/subject.js', await bundleEntry('chromiumSubject.ts'));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`${server.origin}/index.html`);
  const started = page.waitForEvent('worker');
  await page.evaluate(() => {
    Object.assign(window, { worker: new Worker('/subject.js', { type: 'module' }) });
  });
  const worker = await started;
  for (let waited = 0; !(await worker.evaluate(() => 'subject' in globalThis)); waited += 20) {
    if (waited > START_MS) throw new Error("the bench's worker did not start");
    await wait(20);
  }
  const call = <T>(method: keyof Subject, ...args: unknown[]) =>
    worker.evaluate(
      ([method, args]) =>
        (globalThis as unknown as { subject: Record<string, (...args: unknown[]) => unknown> }).subject[method]!(
          ...args,
        ),
      [method, args] as const,
    ) as Promise<T>;
  return {
    name: 'chromium',
    open: (spec) => call('open', spec),
    run: (variant, n) => call('run', variant, n),
    each: (variant, n) => call('each', variant, n),
    cold: (variants, n) => call('cold', variants, n),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
