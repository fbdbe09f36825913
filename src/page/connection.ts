import { type Remote, wrap } from 'comlink';
import type { VitrineError } from '../errors/error.ts';
import type { BundleSummary, OpenOptions, Reply, VitrineWorker } from '../worker/api.ts';
import { withDeadline } from './deadline.ts';
import { openEndpoint } from './endpoint.ts';
import type { Spawn } from './spawn.ts';
import { revive, workerError } from './workerError.ts';

export interface ConnectionOptions {
  worker: string;
  integrity?: string | undefined;
  open: OpenOptions;
  /** For a call, ms. */
  deadlineMs: number;
  /** For the script to start and the bundle to open, ms each. */
  loadMs: number;
}

type Values = { [M in keyof VitrineWorker]: Awaited<ReturnType<VitrineWorker[M]>> extends Reply<infer T> ? T : never };

export interface Connection {
  /** Of the first worker. Rejects with a VitrineError; nobody needs to handle that. */
  readonly opened: Promise<BundleSummary>;
  /** Rejects with a VitrineError, and never hangs. `log` calls need no bundle. */
  call<M extends keyof VitrineWorker>(
    needs: 'bundle' | 'log',
    method: M,
    ...args: Parameters<VitrineWorker[M]>
  ): Promise<Values[M]>;
  close(): void;
}

/** One worker from its start to its end. */
interface Life {
  remote: Promise<Remote<VitrineWorker>>;
  opened: Promise<BundleSummary>;
  /**
   * `work`, or the life's end: comlink leaves calls to a dead worker pending for ever. Calls sign off when answered, since a
   * race with one promise for all of them would keep every answer until the page closes.
   */
  whileAlive: <T>(work: Promise<Reply<T>>) => Promise<Reply<T>>;
  end(error: VitrineError): void;
}

/**
 * Owns the worker's life: start, handshake, open, deadlines. A worker that had started and then died (missed a deadline,
 * threw what nobody caught) is replaced once, opened the same way; calls under way reject, later ones reach the new one.
 */
export function connect(options: ConnectionOptions, spawn: Spawn): Connection {
  let replaced = false;
  let life = begin();
  return {
    opened: life.opened,
    async call(needs, method, ...args) {
      const { remote, opened, whileAlive, end } = life;
      if (needs === 'bundle') await opened;
      const api = (await remote) as unknown as Record<string, (...args: unknown[]) => Promise<Reply<never>>>;
      return ask(whileAlive(api[method]!(...args)), options.deadlineMs, () => late(end, method));
    },
    close() {
      replaced = true;
      life.end(workerError('WORKER_FAILED', 'closed'));
    },
  };

  function begin(): Life {
    let end!: Life['end'];
    let started = false;
    let over: VitrineError | undefined;
    const underWay = new Set<(error: VitrineError) => void>();
    const whileAlive: Life['whileAlive'] = (work) =>
      new Promise((resolve, reject) => {
        if (over) return reject(over);
        underWay.add(reject);
        work.then(resolve, reject).finally(() => underWay.delete(reject));
      });
    const ended = new Promise<never>((_, reject) => {
      end = (error) => {
        over ??= error;
        reject(error);
        for (const refuse of underWay) refuse(error);
        if (!started || replaced || life.end !== end) return;
        replaced = true;
        life = begin();
      };
    });
    const remote = handshake(ended, whileAlive, end).then((api) => {
      started = true;
      return api;
    });
    const opened = remote.then((api) =>
      ask(whileAlive(api.open(options.open)), options.loadMs, () => late(end, 'open')),
    );
    for (const promise of [ended, remote, opened]) promise.catch(() => {});
    return { remote, opened, whileAlive, end };
  }

  /** A worker whose script is missing, blocked or broken is known only by its `error` event or its silence. */
  async function handshake(
    ended: Promise<never>,
    whileAlive: Life['whileAlive'],
    end: Life['end'],
  ): Promise<Remote<VitrineWorker>> {
    // Unique to this worker: the channel of that name must carry no other's answers.
    const name = `vitrine-${Math.random().toString(36).slice(2)}`;
    const starting = spawn(options.worker, name, options.integrity);
    ended.catch(() =>
      starting.then(
        (worker) => worker.terminate(),
        () => {},
      ),
    );
    starting.catch(end);
    const worker = await Promise.race([starting, ended]);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(workerError('WORKER_FAILED', event.message || options.worker));
    });
    const endpoint = openEndpoint(worker, name);
    ended.catch(endpoint.close);
    const api = wrap<VitrineWorker>(endpoint);
    await ask(whileAlive(api.ping()), options.loadMs, () => late(end, 'start'));
    return api;
  }
}

function late(end: Life['end'], method: string): VitrineError {
  const error = workerError('WORKER_DEADLINE', method);
  end(error);
  return error;
}

async function ask<T>(answer: Promise<Reply<T>>, ms: number, late: () => Error): Promise<T> {
  const reply = await withDeadline(answer, ms, late);
  if (!reply.ok) throw revive(reply.error);
  return reply.value;
}
