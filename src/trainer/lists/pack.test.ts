import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HEAD, type ListFixture, listFixture } from '../../../e2e/support/lists.ts';
import { createEngine, createJsKernels } from '../../engine/index.ts';
import { shapeOf } from '../../engine/lists/assemble.ts';
import { decodeDisplayChunk, decodeItems } from '../../engine/lists/chunk.ts';
import {
  bucketAddresses,
  bucketOf,
  type ChunkAddress,
  chunkFile,
  listAddress,
  pageAddress,
  readListBundle,
} from '../../engine/lists/listBundle.ts';
import { BOWLS_AND_LAMPS, engineOf, openShop } from '../../engine/testing/bundle.test-support.ts';
import { openPacked } from '../bundle.ts';
import { sha256 } from '../digest.ts';
import { writeBundle } from '../writeBundle.ts';
import { packLists } from './pack.ts';

let shop: ListFixture;
beforeAll(async () => {
  shop = await listFixture();
}, 60_000);

describe('packLists', () => {
  it.each(['files', 'ranges'] as const)(
    'puts every item beyond the head in one list, and each in one bucket (%s)',
    async (packing) => {
      const packed = shop[packing];
      const lists = readListBundle(await openPacked(packed), createJsKernels())!;
      const bytesOf = async ({ hash, bytes, offset }: ChunkAddress) => {
        const found =
          packing === 'files'
            ? packed.files.get(chunkFile(hash))!
            : packed.files.get(lists.file)!.subarray(offset, offset + bytes);
        expect(found).toHaveLength(bytes);
        expect([...new Uint8Array(await sha256(found)).subarray(0, hash.length)]).toEqual([...hash]);
        return found;
      };
      const shape = shapeOf(lists);
      const numbers: number[] = [];
      for (let list = 0; list < lists.lists; list++) {
        const chunk = decodeItems('list', await bytesOf(listAddress(lists, list)), shape, 'list');
        expect(chunk.numbers).toHaveLength(lists.listItems[list]!);
        numbers.push(...chunk.numbers);
      }
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: lists.items - HEAD }, (_, i) => HEAD + i));
      const recorded: string[] = [];
      for (let bucket = 0; bucket < lists.buckets; bucket++) {
        const page = await bytesOf(pageAddress(lists, Math.floor(bucket / lists.bucketsPerPage)));
        const { records, display } = bucketAddresses(lists, page, bucket);
        const chunk = decodeItems('records', await bytesOf(records), shape, 'records');
        expect(decodeDisplayChunk(await bytesOf(display), 'display').ids).toEqual(chunk.ids);
        for (const id of chunk.ids) expect(bucketOf(id, lists.buckets)).toBe(bucket);
        chunk.numbers.forEach((number, at) => {
          expect(shop.whole.catalogue.ids[number]).toBe(chunk.ids[at]);
        });
        recorded.push(...chunk.ids);
      }
      expect(recorded.sort()).toEqual([...shop.whole.catalogue.ids].sort());
    },
  );

  it('gives the same bytes for the same input', async () => {
    const kernels = createJsKernels();
    const options = { packing: 'files', kernels, vectors: [], head: HEAD, listItems: 100 } as const;
    const [one, other] = [await packLists(shop.whole, options), await packLists(shop.whole, options)];
    expect([...one.files.keys()]).toEqual([...other.files.keys()]);
    for (const [name, bytes] of one.files) expect(Buffer.compare(bytes, other.files.get(name)!)).toBe(0);
  });

  it('makes a head that is an ordinary bundle of the most popular items', async () => {
    const head = await openPacked(shop.files);
    expect(head.catalogue.ids).toEqual(shop.whole.catalogue.ids.slice(0, HEAD));
    const engine = createEngine(head, createJsKernels());
    const whole = createEngine(shop.whole, createJsKernels());
    const own = shop.whole.catalogue.ids[3]!;
    const log = [{ itemId: own, event: 'view_item' as const, timestamp: 1 }];
    expect(engine.recommend(log, { k: 10 }).items).toHaveLength(10);
    // The Gram matrix and the ridge are the catalogue's: one shopper, one vector.
    const vectorOf = (of: typeof engine) => Array.from(of.sources.factors!.userVector(of.readProfile(log))!);
    vectorOf(engine).forEach((value, d) => {
      expect(value).toBeCloseTo(vectorOf(whole)[d]!, 6);
    });
  });

  it('chooses the fewest lists that reach the recall, and says so', () => {
    const { lists } = shop.files.manifest.card.params as {
      lists: { lists: number; probes: number; recallAt20: number };
    };
    expect(lists.recallAt20).toBeGreaterThanOrEqual(0.97);
    expect(lists.probes).toBeLessThan(lists.lists / 2);
  });

  it('refuses what has no factors, and a catalogue that the head could hold', async () => {
    const kernels = createJsKernels();
    const { vectors: _, ...bare } = BOWLS_AND_LAMPS;
    const options = { packing: 'files', kernels, vectors: [] } as const;
    await expect(packLists(await openShop(bare), options)).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
    await expect(packLists((await engineOf(BOWLS_AND_LAMPS)).bundle, options)).rejects.toMatchObject({
      code: 'TOO_LITTLE_DATA',
    });
  });

  it('leaves no chunk of a former bundle in the folder', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vitrine-lists-'));
    const out = join(dir, 'bundle');
    try {
      for (const packed of [shop.files, shop.ranges]) {
        await writeBundle(out, packed);
        expect((await readdir(out)).sort()).toEqual([...packed.files.keys()].sort());
      }
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
