import { fail } from '../../errors/failList.ts';
import { folderOf } from '../read.ts';

/** Where a chunk lies: a whole file, or a range of one. */
export interface ChunkPlace {
  file: string;
  /** Absent: the whole file. */
  range?: { offset: number; bytes: number };
  /** The most that is read of a whole file. */
  bytes: number;
}

/**
 * Reads a chunk's bytes, unverified; `fresh` goes past the cache.
 * @throws LIST_MISSING (404, 410), LIST_RANGE (the whole file came where a range was asked for), LIST_DAMAGED (longer than it may
 * be), NETWORK
 */
export type ReadChunk = (place: ChunkPlace, fresh: boolean) => Promise<Uint8Array>;

/** Chunks over HTTP. Their names hold their content's hash, so any cached copy will do. */
export function createChunkReader(bundle: string, get: typeof fetch = fetch): ReadChunk {
  const folder = folderOf(bundle);
  return async ({ file, range, bytes }, fresh) => {
    const url = new URL(file, folder).href;
    const stop = new AbortController();
    try {
      const response = await get(url, {
        cache: fresh ? 'reload' : 'force-cache',
        signal: stop.signal,
        ...(range ? { headers: { Range: `bytes=${range.offset}-${range.offset + range.bytes - 1}` } } : {}),
      });
      if (response.status === 404 || response.status === 410) throw fail('LIST_MISSING', url);
      // A server that knows no ranges begins to send everything, which may be hundreds of megabytes.
      if (range && response.status === 200) throw fail('LIST_RANGE', url);
      if (!response.ok) throw fail('NETWORK', `${url}: HTTP status ${response.status}`, { status: response.status });
      return await readAtMost(response, bytes, url);
    } catch (thrown) {
      stop.abort();
      if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') throw thrown;
      throw fail('NETWORK', `${url}: ${(thrown as Error).message}`);
    }
  };
}

/** The body, given up as soon as it is longer than it may be: a web page, or another version's file. */
async function readAtMost(response: Response, most: number, url: string): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const all = new Uint8Array(most);
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (length + part.value.length > most) {
      await reader.cancel().catch(() => {});
      throw fail('LIST_DAMAGED', `${url}: longer than ${most} bytes`);
    }
    all.set(part.value, length);
    length += part.value.length;
  }
  return all.subarray(0, length);
}
