import { describe, expect, it } from 'vitest';
import { chunkFile, type ListBundle } from '../../engine/lists/listBundle.ts';
import { sha256 } from '../../trainer/digest.ts';
import { createChunkStore } from './chunkStore.ts';

const lists = { packing: 'files', file: '' } as ListBundle;

/** Three chunks of 40 bytes, and a store that holds `most` bytes. */
async function storeOf(most: number) {
  const chunks = [1, 2, 3].map((value) => new Uint8Array(40).fill(value));
  const addresses = await Promise.all(
    chunks.map(async (bytes) => ({
      hash: new Uint8Array(await sha256(bytes)).slice(0, 16),
      bytes: bytes.length,
      offset: 0,
    })),
  );
  const asked: string[] = [];
  const read = async ({ file }: { file: string }) => {
    asked.push(file);
    return chunks[addresses.findIndex(({ hash }) => chunkFile(hash) === file)]!;
  };
  return { store: createChunkStore(lists, read, sha256, () => 0, most), addresses, asked };
}

describe('createChunkStore', () => {
  it('lets go of what was not used for longest, and fetches it again', async () => {
    const { store, addresses, asked } = await storeOf(80);
    const [a, b, c] = addresses as [(typeof addresses)[0], (typeof addresses)[0], (typeof addresses)[0]];
    await store.fetch(a);
    await store.fetch(b);
    expect(store.held(a)).toBeDefined();
    await store.fetch(c);
    expect([a, b, c].map((one) => store.held(one) !== undefined)).toEqual([true, false, true]);
    await store.fetch(b);
    expect(asked).toHaveLength(4);
    expect(store.bytes()).toBe(160);
  });

  it('holds a chunk that alone is more than it may hold, so that its request is answered', async () => {
    const { store, addresses } = await storeOf(10);
    await store.fetch(addresses[0]!);
    expect(store.held(addresses[0]!)).toBeDefined();
    await store.fetch(addresses[1]!);
    expect(store.held(addresses[0]!)).toBeUndefined();
  });
});
