import { scriptUrl } from './scriptUrl.ts';
import { workerError } from './workerError.ts';

/** Starts the worker script at `url` (absolute) under `name`. @throws WORKER_FAILED; a 404 shows only as the worker's `error` event */
export type Spawn = (url: string, name: string, integrity?: string) => Promise<Worker>;

/**
 * Starts the worker directly where the page's own origin serves it. `new Worker` refuses other origins and knows no
 * integrity: then the script is fetched, checked and started from a Blob (`worker-src blob:; connect-src <its origin>`).
 * The origin is the page's own and not its URL's: in a sandboxed frame it is "null", and every script another's.
 */
export const spawnWorker: Spawn = async (url, name, integrity) => {
  try {
    if (!integrity && new URL(url).origin === globalThis.origin) return new Worker(scriptUrl(url), { name });
    const response = await fetch(url, integrity ? { integrity } : {});
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    // From a Blob the worker does not know where it came from, and scripts that it imports late lie there.
    const origin = `self.vitrineScript=${JSON.stringify(url)};`;
    const blob = URL.createObjectURL(new Blob([origin, await response.arrayBuffer()], { type: 'text/javascript' }));
    // Revoked late: the worker fetches it after this function has returned.
    setTimeout(() => URL.revokeObjectURL(blob), 60_000);
    return new Worker(scriptUrl(blob), { name });
  } catch (cause) {
    throw workerError('WORKER_FAILED', `${url}: ${(cause as Error).message}`);
  }
};
