import type { Interaction } from '../engine/index.ts';
import { VitrineError } from '../errors/error.ts';
import { asVitrineError, fail } from '../errors/fail.ts';
import { interactionsOf } from './record.ts';

export type Log = readonly Interaction[];
export type LogChange = (log: Log) => Log;

/**
 * Where a log lives. All three may reject: private mode, quota, a blocked or closed database; reading and updating also with
 * PROFILE_TOO_NEW where a newer script keeps a record there that this one does not know.
 */
export interface LogStorage {
  read(): Promise<Log | undefined>;
  /** Replaces the log by `change(log)` in one transaction and answers the new one; an absent log is an empty one. */
  update(change: LogChange): Promise<Log>;
  clear(): Promise<void>;
}

export interface LogStore {
  /** The log as this tab knows it, changes under way included. */
  log(): Log;
  kind(): 'device' | 'memory';
  /** Why the log lives in memory, where it should not: STORAGE_FAILED, PROFILE_TOO_NEW. */
  problem(): VitrineError | undefined;
  /** Takes effect at once in memory; the device follows. */
  change(change: LogChange): void;
  /**
   * As `change`, and resolves when the device has it too. A device that failed before is asked once more: what it holds
   * from then would come back with the next page. @throws STORAGE_FAILED where that fails as well, PROFILE_TOO_NEW
   */
  changeForGood(change: LogChange): Promise<void>;
  /** Empties memory and device. Resolves when nothing is left on the device. @throws STORAGE_FAILED */
  erase(): Promise<void>;
  /** Resolves when no write is under way. @throws STORAGE_FAILED where one hangs */
  settled(): Promise<void>;
}

/** Longest wait for IndexedDB: another tab can block it for ever, and a call must end before the page takes the worker for dead. */
const WAIT_MS = 2000;

/**
 * The log of this device, shared by the tabs of the shop: a write applies this tab's changes to what the device holds then,
 * so no tab overwrites another's events nor revives what another erased. Changes that arrive during a write are written
 * together after it. Where the device fails, the log goes on in memory and `kind()` says so.
 */
export async function openStore(storage: LogStorage | undefined, waitMs = WAIT_MS): Promise<LogStore> {
  let memory: Log = [];
  let kind: 'device' | 'memory' = storage ? 'device' : 'memory';
  let waiting: LogChange[] = [];
  let writing: Promise<void> | undefined;
  let wasRead = false;
  let problem: VitrineError | undefined;
  if (storage) {
    try {
      memory = interactionsOf(await withinTime(storage.read(), waitMs));
      wasRead = true;
    } catch (cause) {
      lose(cause);
    }
  }

  function lose(cause: unknown): void {
    kind = 'memory';
    problem = asVitrineError(cause, 'STORAGE_FAILED');
  }

  async function write(device: LogStorage): Promise<void> {
    while (waiting.length > 0 && kind === 'device') {
      const batch = waiting;
      waiting = [];
      try {
        const stored = await device.update((log) =>
          batch.reduce<Log>((state, change) => change(state), interactionsOf(log)),
        );
        memory = waiting.reduce((state, change) => change(state), stored);
      } catch (cause) {
        lose(cause);
      }
    }
    writing = undefined;
  }

  function change(one: LogChange): void {
    memory = one(memory);
    if (!storage || kind === 'memory') return;
    waiting.push(one);
    writing ??= write(storage);
  }

  async function settled(): Promise<void> {
    try {
      await withinTime(writing ?? Promise.resolve(), waitMs);
    } catch (cause) {
      throw fail('STORAGE_FAILED', String(cause));
    }
  }

  return {
    log: () => memory,
    kind: () => kind,
    problem: () => problem,
    change,
    async changeForGood(one) {
      change(one);
      await settled();
      if (!storage || kind === 'device') return;
      // A device that could never be read has nothing of ours to keep, unless it is what a newer script keeps.
      if (!wasRead && problem?.code !== 'PROFILE_TOO_NEW') return;
      try {
        await withinTime(
          storage.update((log) => one(interactionsOf(log))),
          waitMs,
        );
      } catch (cause) {
        if (cause instanceof VitrineError) throw cause;
        throw fail('STORAGE_FAILED', `the stored profile is as it was: ${String(cause)}`);
      }
    },
    async erase() {
      memory = [];
      if (!storage) return;
      let written = false;
      if (kind === 'device') {
        // A change like others, so that what the shopper does next comes after it.
        waiting = [];
        change(() => []);
        written = await settled().then(
          () => kind === 'device',
          () => false,
        );
      }
      if (written && memory.length > 0) return;
      try {
        await withinTime(storage.clear(), waitMs);
      } catch (cause) {
        throw fail('STORAGE_FAILED', `the stored profile may remain: ${String(cause)}`);
      }
    },
    settled,
  };
}

function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
