import type { ReadFile } from '../engine/index.ts';
import { fail } from '../errors/fail.ts';

/** Absolute URL of the folder that holds the bundle, from its own URL or that of its manifest.json. */
export function folderOf(bundle: string): string {
  const url = new URL(bundle);
  if (url.pathname.endsWith('.json')) return new URL('.', url).href;
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

/**
 * Reads a bundle's files over HTTP. The manifest is asked for anew each time; the other files carry their content's hash in
 * their name, so any cached copy will do, however old. `fresh` goes past the cache, for a copy that turned out damaged.
 * @throws BUNDLE_MISSING (404, 410), NETWORK
 */
export function createReader(bundle: string, fresh = false, get: typeof fetch = fetch): ReadFile {
  const folder = folderOf(bundle);
  return async (file) => {
    const url = new URL(file, folder).href;
    const cache = fresh ? 'reload' : file === 'manifest.json' ? 'no-cache' : 'force-cache';
    let response: Response;
    let body: ArrayBuffer;
    try {
      response = await get(url, { cache });
      body = await response.arrayBuffer();
    } catch (cause) {
      throw fail('NETWORK', `${url}: ${(cause as Error).message}`);
    }
    if (response.status === 404 || response.status === 410) throw fail('BUNDLE_MISSING', url);
    if (!response.ok) throw fail('NETWORK', `${url}: HTTP status ${response.status}`, { status: response.status });
    return new Uint8Array(body);
  };
}
