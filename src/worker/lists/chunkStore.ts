import type { Digest } from '../../engine/index.ts';
import { type ChunkAddress, chunkFile, type ListBundle } from '../../engine/lists/listBundle.ts';
import { asVitrineError, fail } from '../../errors/failList.ts';
import type { ReadChunk } from './fetchChunk.ts';

/** Most bytes of chunks held in memory; what was not used for longest goes first, and the browser's cache still has it. */
export const MOST_HELD = 8_000_000;
/** Rest after a failed fetch, as for sections: without it each click would show on the network. */
export const RETRY_MS = 30_000;

export interface ChunkStore {
  /** The chunk if it is held. Counts as a use. */
  held(address: ChunkAddress): Uint8Array | undefined;
  /**
   * Fetches and verifies a chunk, once however often it is asked for meanwhile. A copy that fails verification is fetched once more past
   * the cache. @throws LIST_MISSING, LIST_DAMAGED, LIST_RANGE, NETWORK; again for RETRY_MS without asking the network
   */
  fetch(address: ChunkAddress): Promise<Uint8Array>;
  /** Bytes fetched so far, those that failed verification included. */
  bytes(): number;
}

export function createChunkStore(
  lists: ListBundle,
  read: ReadChunk,
  digest: Digest,
  clock: () => number,
  mostHeld = MOST_HELD,
): ChunkStore {
  /** In the order of use, the longest unused first. */
  const held = new Map<string, Uint8Array>();
  const underway = new Map<string, Promise<Uint8Array>>();
  const failed = new Map<string, { error: Error; until: number }>();
  let heldBytes = 0;
  let fetched = 0;

  function hold(file: string, bytes: Uint8Array): void {
    held.set(file, bytes);
    heldBytes += bytes.length;
    for (const [oldest, { length }] of held) {
      if (heldBytes <= mostHeld || oldest === file) break;
      held.delete(oldest);
      heldBytes -= length;
    }
  }

  async function readOnce(address: ChunkAddress, file: string, fresh: boolean): Promise<Uint8Array> {
    const { offset, bytes } = address;
    const place = lists.packing === 'ranges' ? { file: lists.file, range: { offset, bytes }, bytes } : { file, bytes };
    const found = await read(place, fresh);
    fetched += found.length;
    if (found.length !== bytes) throw fail('LIST_DAMAGED', `${file}: ${found.length} bytes of ${bytes}`);
    const hash = new Uint8Array(await digest(found));
    if (address.hash.some((byte, i) => byte !== hash[i])) throw fail('LIST_DAMAGED', file);
    return found;
  }

  async function readTwice(address: ChunkAddress, file: string): Promise<Uint8Array> {
    try {
      return await readOnce(address, file, false);
    } catch (thrown) {
      if (asVitrineError(thrown).code !== 'LIST_DAMAGED') throw thrown;
      return readOnce(address, file, true);
    }
  }

  return {
    held(address) {
      const file = chunkFile(address.hash);
      const bytes = held.get(file);
      if (bytes) {
        held.delete(file);
        held.set(file, bytes);
      }
      return bytes;
    },

    async fetch(address) {
      const file = chunkFile(address.hash);
      const found = this.held(address);
      if (found) return found;
      const former = failed.get(file);
      if (former && clock() < former.until) throw former.error;
      const started =
        underway.get(file) ??
        readTwice(address, file)
          .then(
            (bytes) => {
              failed.delete(file);
              hold(file, bytes);
              return bytes;
            },
            (thrown: unknown) => {
              const error = asVitrineError(thrown);
              failed.set(file, { error, until: clock() + RETRY_MS });
              throw error;
            },
          )
          .finally(() => underway.delete(file));
      underway.set(file, started);
      return started;
    },

    bytes: () => fetched,
  };
}
