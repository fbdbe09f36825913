import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../../e2e/support/chromium.ts';
import { bundleEntry } from './bundle.ts';
import type { Host } from './host.ts';
import type { Modules } from './modules.ts';
import { openServer } from './server.ts';
import { startWorker } from './startWorker.ts';
import type { Subject } from './subject.ts';

export async function launchChromium(): Promise<Browser> {
  return chromium.launch(await findChromium());
}

/** A module worker in Chromium, on a page of its own. */
export async function openChromium({ kernels, trees, floor }: Modules): Promise<Host> {
  const server = await openServer();
  server.files.set('/index.html', '<!doctype html><title>Bench</title>');
  server.files.set('/kernels.wasm', kernels);
  server.files.set('/trees.wasm', trees);
  server.files.set('/floor.wasm', floor);
  server.files.set('/subject.js', await bundleEntry('chromiumSubject.ts'));
  const browser = await launchChromium();
  const page = await browser.newPage();
  const worker = await startWorker(page, server.origin);
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
