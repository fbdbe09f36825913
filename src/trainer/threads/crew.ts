import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Threads that take the chunks of one task in turns, this one among them. */
export interface Crew {
  readonly threads: number;
  /** Calls the exported function until it says that no chunk is left, on every thread; `args` of a thread by its place. Pauses now and then. */
  run(name: string, args: (place: number) => readonly number[]): Promise<void>;
  close(): Promise<void>;
}

type Take = (...args: readonly number[]) => number;

/** What a thread does, in plain JavaScript: it has to start from a string, alike under every loader of TypeScript and in the build. */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
parentPort.on('message', ({ name, args }) => {
  while (exports[name](...args));
  parentPort.postMessage(true);
});
`;

/** Milliseconds between two pauses, in which the process hears Ctrl-C. */
const PAUSE = 100;

/** Threads that a fit may use where the config names no number. More than a few wait for memory, not for each other. */
export const defaultThreads = () => Math.min(8, availableParallelism());

/** Starts `threads` - 1 threads beside this one over a shared memory. */
export function createCrew(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number): Crew {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const workers = Array.from(
    { length: threads - 1 },
    () => new Worker(SCRIPT, { eval: true, execArgv: [], workerData: { module, memory } }),
  );
  return {
    threads,
    async run(name, args) {
      const others = workers.map((worker, at) => answerOf(worker, { name, args: args(at + 1) }));
      const take = exports[name] as Take;
      const own = args(0);
      let since = performance.now();
      while (take(...own)) {
        if (performance.now() - since < PAUSE) continue;
        await setImmediate();
        since = performance.now();
      }
      await Promise.all(others);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function answerOf(worker: Worker, message: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', done);
      worker.off('error', failed);
      act();
    };
    const done = () => settle(resolve);
    const failed = (error: unknown) => settle(() => reject(error));
    worker.on('message', done);
    worker.on('error', failed);
    worker.postMessage(message);
  });
}
