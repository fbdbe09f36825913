import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, CDPSession } from '@playwright/test';
import type { Recommender } from '../src/page/index.ts';
import { DATA, folderOf } from './data.ts';
import { openShopPage } from './page.ts';

export interface WorkerMemory {
  /** Bytes of the bundle's files, later sections included. */
  bundle: number;
  /** Bytes that the worker holds: JavaScript heap in use, array buffers, WebAssembly memory. */
  worker: number;
  /** Of it, array buffers. */
  buffers: number;
  /** Of it, WebAssembly memory. */
  wasm: number;
}

/**
 * Memory of the real worker with a bundle of `items` open, its later sections too, after 20 shelves. Asked of V8 over the
 * DevTools protocol in the worker's own session, after garbage collection: the heap in use and the array buffers (Runtime.getHeapUsage),
 * and the lengths of all living WebAssembly memories, which that leaves out.
 */
export async function measureMemory(browser: Browser, items: number): Promise<WorkerMemory> {
  const shop = await openShopPage(browser, items);
  try {
    await shop.page.evaluate(async () => {
      const { recommender } = (window as unknown as { vitrine: { recommender: Recommender } }).vitrine;
      const { items } = await recommender.browse({ limit: 40 });
      for (const [i, { itemId }] of items.entries()) {
        await recommender.track('view_item', itemId);
        if (i % 2 === 0) await recommender.recommend({ k: 12 });
      }
    });
    const call = await attachToWorker(await browser.newBrowserCDPSession());
    await call('HeapProfiler.enable');
    for (let i = 0; i < 3; i++) await call('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await call<{ usedSize: number; backingStorageSize: number }>(
      'Runtime.getHeapUsage',
    );
    const wasm = await bytesOfWasm(call);
    const bundle = await bytesBelow(join(DATA, folderOf(items), 'bundle'));
    return { bundle, worker: usedSize + backingStorageSize + wasm, buffers: backingStorageSize, wasm };
  } finally {
    await shop.close();
  }
}

type Call = <T>(method: string, params?: object) => Promise<T>;

async function bytesOfWasm(call: Call): Promise<number> {
  const { result } = await call<{ result: { objectId: string } }>('Runtime.evaluate', {
    expression: 'WebAssembly.Memory.prototype',
  });
  const { objects } = await call<{ objects: { objectId: string } }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
  });
  const answer = await call<{ result: { value: number } }>('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
    returnByValue: true,
  });
  return answer.result.value;
}

/** Speaks to the only dedicated worker there is. Playwright has no session for workers, so messages go through the browser's. */
async function attachToWorker(session: CDPSession): Promise<Call> {
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'worker' }] });
  const [target] = targetInfos;
  if (!target) throw new Error('no worker to look into');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId, flatten: false });
  const waiting = new Map<number, (answer: { result: unknown; error?: { message: string } }) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as { id: number; result: unknown; error?: { message: string } };
    waiting.get(answer.id)?.(answer);
  });
  let calls = 0;
  return <T>(method: string, params: object = {}) =>
    new Promise<T>((resolve, reject) => {
      const id = ++calls;
      waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result as T),
      );
      session
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(reject);
    });
}

async function bytesBelow(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
