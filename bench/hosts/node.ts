import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DATA } from '../data.ts';
import { bundleEntry } from './bundle.ts';
import type { Host } from './host.ts';
import type { Modules } from './modules.ts';
import type { Subject } from './subject.ts';

/**
 * A worker thread of this Node that runs the same bundled code as the other runtimes do: what tsx makes of a source file names its
 * inner functions at run time, and the AssemblyScript compiler in this thread has replaced Array.prototype.sort.
 */
export async function openNode({ kernels, trees, floor }: Modules): Promise<Host> {
  const folder = join(DATA, 'node');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'subject.mjs'), await bundleEntry('nodeSubject.ts'));
  const worker = new Worker(join(folder, 'subject.mjs'), { workerData: { kernels, trees, floor, data: DATA } });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  worker.on('message', ([id, value, error]: [number, unknown, string?]) => {
    const call = waiting.get(id)!;
    waiting.delete(id);
    if (error) call.reject(new Error(error));
    else call.resolve(value);
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error as Error);
  });
  let calls = 0;
  const call = <T>(method: keyof Subject, ...args: unknown[]) =>
    new Promise<T>((resolve, reject) => {
      const id = ++calls;
      waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      worker.postMessage([id, method, args]);
    });
  return {
    name: 'node',
    open: (spec) => call('open', spec),
    run: (variant, n) => call('run', variant, n),
    each: (variant, n) => call('each', variant, n),
    cold: (variants, n) => call('cold', variants, n),
    close: async () => void (await worker.terminate()),
  };
}
