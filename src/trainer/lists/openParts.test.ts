import { beforeAll, describe, expect, it } from 'vitest';
import { HEAD, type ListFixture, listFixture } from '../../../e2e/support/lists.ts';
import { createEngine, createJsKernels, loadLater } from '../../engine/index.ts';
import { openPacked } from '../bundle.ts';
import { sha256 } from '../digest.ts';
import { createShippedEngine } from './asShipped.ts';
import { assembleWhole, readParts } from './openParts.ts';

let shop: ListFixture;
beforeAll(async () => {
  shop = await listFixture();
}, 60_000);

async function partsOf(packed: ListFixture['files'], damage = (bytes: Uint8Array, _file: string) => bytes) {
  const read = async (file: string) => damage(packed.files.get(file)!, file);
  const bundle = await openPacked(packed);
  await loadLater(bundle, read, sha256);
  return (await readParts(bundle, read, createJsKernels()))!;
}

describe('readParts', () => {
  it.each(['files', 'ranges'] as const)(
    'brings back the whole catalogue, and the shelves of the whole bundle (%s)',
    async (packing) => {
      const bundle = assembleWhole(await partsOf(shop[packing]));
      expect(bundle.catalogue.ids).toEqual(shop.whole.catalogue.ids);
      expect(bundle.manifest.counts.items).toBe(shop.whole.catalogue.size);
      const [parts, whole] = [createEngine(bundle, createJsKernels()), createEngine(shop.whole, createJsKernels())];
      for (const log of shop.logs) {
        const request = { k: 20, now: 1e12 };
        const [found, wanted] = [parts.recommend(log, request).items, whole.recommend(log, request).items];
        expect(found.map(({ itemId }) => itemId)).toEqual(wanted.map(({ itemId }) => itemId));
        const ids = wanted.map(({ itemId }) => itemId);
        expect(parts.display(ids)).toEqual(whole.display(ids));
      }
    },
  );

  it('refuses a chunk that is not what its hash says', async () => {
    const flipped = (bytes: Uint8Array, file: string) => {
      if (!file.startsWith('chunks.')) return bytes;
      const changed = bytes.slice();
      changed[100]! ^= 1;
      return changed;
    };
    await expect(partsOf(shop.ranges, flipped)).rejects.toMatchObject({ code: 'LIST_DAMAGED' });
  });

  it('gives nothing for a bundle that is whole', async () => {
    expect(await readParts(shop.whole, async () => new Uint8Array(), createJsKernels())).toBeUndefined();
  });
});

describe('createShippedEngine', () => {
  it('knows more than the head, less than the whole, and is measured against the whole', async () => {
    const parts = await partsOf(shop.files);
    const whole = assembleWhole(parts);
    const engine = createShippedEngine(parts, whole);
    expect(engine.bundle.catalogue.size).toBe(shop.whole.catalogue.size);
    const exact = createEngine(whole, createJsKernels());
    let [beyond, same, all] = [0, 0, 0];
    for (const log of shop.logs) {
      const request = { k: 20, now: 1e12 };
      const wanted = new Set(exact.recommend(log, request).items.map(({ itemId }) => itemId));
      for (const { itemId } of engine.recommend(log, request).items) {
        if (whole.catalogue.numberOf(itemId) >= HEAD) beyond++;
        if (wanted.has(itemId)) same++;
        all++;
      }
    }
    expect(beyond).toBeGreaterThan(0);
    expect(same / all).toBeGreaterThan(0.8);
  });
});
