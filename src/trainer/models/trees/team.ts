import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { loadThreads } from '../../threads/load.ts';
import type { TreeMemory } from './memory.ts';

/** What a job may be, in the order of work() in ../../threads/assembly/trees.ts. */
const JOBS = [
  'turn',
  'logistic',
  'square',
  'sum',
  'pack',
  'histogram',
  'split',
  'part',
  'join',
  'addLeaf',
  'addTree',
  'sort',
  'encode',
  'lambda',
] as const;
type TreeJob = (typeof JOBS)[number];

/** Places in the job, in bytes: ../../threads/assembly/treeJob.ts. */
const STOP = 128;
const WHAT = 192;
const ARGUMENTS = 196;
const NUMBERS = 264;

/** Threads that share the jobs of a fit. They wait for the next one in WASM: a message for each would take longer than the job. */
export interface Team {
  readonly threads: number;
  /** Does `chunks` chunks of a job and returns its number once all are done. @throws Error where a thread failed */
  run(job: TreeJob, chunks: number, given: readonly number[], numbers?: readonly number[]): number;
  close(): Promise<void>;
}

const SCRIPT = `
const { workerData: { module, memory, job, thread, stop } } = require('node:worker_threads');
try {
  new WebAssembly.Instance(module, { env: { memory } }).exports.treeThread(job, thread);
} catch (error) {
  Atomics.store(new Int32Array(memory.buffer), stop, 1);
  throw error;
}
`;

/** Starts `threads` - 1 threads beside this one. They join when they are ready: nothing waits for them. */
export async function createTeam({ memory, at }: TreeMemory, threads: number): Promise<Team> {
  const module = await loadThreads();
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const begin = exports.treeJob as (job: number, chunks: number) => number;
  const ints = new Int32Array(memory.buffer);
  const doubles = new Float64Array(memory.buffer);
  const stop = (at.job + STOP) / 4;
  let failure: unknown;
  const workers = Array.from({ length: threads - 1 }, (_, other) => {
    const workerData = { module, memory, job: at.job, thread: other + 1, stop };
    const worker = new Worker(SCRIPT, { eval: true, execArgv: [], workerData });
    worker.on('error', (error) => {
      failure = error;
    });
    return { worker, ended: once(worker, 'exit').catch(() => {}) };
  });
  return {
    threads,
    run(job, chunks, given, numbers = []) {
      ints[(at.job + WHAT) / 4] = JOBS.indexOf(job);
      ints.set(given, (at.job + ARGUMENTS) / 4);
      doubles.set(numbers, (at.job + NUMBERS) / 8);
      const number = begin(at.job, chunks);
      if (Atomics.load(ints, stop) === 1) throw failure ?? new Error(`a thread failed at the job ${job}`);
      return number;
    },
    async close() {
      Atomics.store(ints, stop, 1);
      // They sleep on the number of the job, the upper half of its first word.
      Atomics.notify(ints, at.job / 4 + 1);
      await Promise.all(workers.map(({ ended }) => ended));
    },
  };
}
