import { fail } from '../errors/failAny.ts';
import type { Output } from './output.ts';

type Cleanup = () => void | Promise<void>;

const cleanups = new Set<Cleanup>();
let isNormalEnd = false;

/** Runs `cleanup` if the process is interrupted (SIGINT, SIGTERM) before the returned function is called. */
export function onInterrupt(cleanup: Cleanup): () => void {
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
  };
}

/** As `onInterrupt` for a verb that only a signal ends, such as `serve`: it then exits 0 and reports nothing. */
export function endOnInterrupt(cleanup: Cleanup): void {
  isNormalEnd = true;
  onInterrupt(cleanup);
}

/** Runs every cleanup, newest first. One that fails does not keep the others from running. */
export async function runCleanups(): Promise<void> {
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup);
    try {
      await cleanup();
    } catch {
      // The run is ending because of a signal: what remains to be said is INTERRUPTED, not this.
    }
  }
}

/** Ends the process on a signal: cleanups, INTERRUPTED, exit 130 (0 after `endOnInterrupt`). A second signal ends it at once. */
export function watchSignals(output: () => Output): void {
  let isEnding = false;
  const end = async (signal: NodeJS.Signals) => {
    if (isEnding) process.exit(130);
    isEnding = true;
    await runCleanups();
    if (!isNormalEnd) output().fail(fail('INTERRUPTED', signal));
    process.exit();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
