import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Modules } from './modules.ts';
import { createSubject, type Subject } from './subject.ts';

/* The worker thread of bench/hosts/node.ts: calls come as [id, method, arguments], answers go as [id, value, error]. */
const { kernels, trees, floor, data } = workerData as Modules & { data: string };
const subject = createSubject({
  kernels: new WebAssembly.Module(kernels),
  trees: new WebAssembly.Module(trees),
  floor: new WebAssembly.Module(floor),
  read: async (path) => Uint8Array.from(await readFile(join(data, path))),
  sha256: async (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer,
});

parentPort!.on('message', async ([id, method, args]: [number, keyof Subject, unknown[]]) => {
  try {
    const call = subject[method] as (...args: unknown[]) => unknown;
    parentPort!.postMessage([id, await call(...args)]);
  } catch (error) {
    parentPort!.postMessage([id, undefined, String((error as Error).stack)]);
  }
});
