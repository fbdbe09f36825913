import { beforeAll, describe, expect, it, vi } from 'vitest';
import { HEAD, type ListFixture, listFixture } from '../../../e2e/support/lists.ts';
import type { PackedBundle } from '../../engine/bundle/write.ts';
import { createEngine, createJsKernels, type Interaction, openBundle } from '../../engine/index.ts';
import { type ListBundle, readListBundle } from '../../engine/lists/listBundle.ts';
import { fail } from '../../errors/failList.ts';
import { openPacked } from '../../trainer/bundle.ts';
import { sha256 } from '../../trainer/digest.ts';
import { loadKernels } from '../../trainer/kernels.ts';
import type { ChunkPlace, ReadChunk } from './fetchChunk.ts';
import { createListHost, type ListHost, type ListOptions, type ListPlatform } from './listHost.ts';

let shop: ListFixture;
beforeAll(async () => {
  shop = await listFixture();
}, 60_000);

/** Reads from memory, and notes what was asked. */
function memory(
  { files }: PackedBundle,
  spoil?: (bytes: Uint8Array, place: ChunkPlace) => Uint8Array | Promise<Uint8Array>,
) {
  const asked: ChunkPlace[] = [];
  const read: ReadChunk = async (place) => {
    asked.push(place);
    const file = files.get(place.file);
    if (!file) throw fail('LIST_MISSING', place.file);
    const bytes = place.range ? file.slice(place.range.offset, place.range.offset + place.range.bytes) : file;
    return spoil ? spoil(bytes, place) : bytes;
  };
  return { read, asked };
}

interface Opened {
  host: ListHost;
  lists: ListBundle;
  asked: ChunkPlace[];
}

async function open(
  packed: PackedBundle,
  options: ListOptions = {},
  spoil?: Parameters<typeof memory>[1],
  platform: Partial<ListPlatform> = {},
): Promise<Opened> {
  const bundle = await openBundle(async (file) => packed.files.get(file)!, sha256);
  const lists = readListBundle(bundle, createJsKernels())!;
  const { read, asked } = memory(packed, spoil);
  const host = createListHost(
    lists,
    {
      read,
      digest: sha256,
      kernels: async () => createJsKernels(),
      createEngine,
      clock: () => performance.now(),
      saveData: false,
      ...platform,
    },
    { prefetch: 0, ...options },
  );
  return { host, lists, asked };
}

const idsOf = ({ items }: { items: { itemId: string }[] }) => items.map(({ itemId }) => itemId);

async function recommend(host: ListHost, log: readonly Interaction[], k = 20) {
  const { engine, counters } = await host.prepare(log, {});
  return { shelf: engine.recommend(log, { k }), counters, engine };
}

describe('createListHost', () => {
  it.each(['files', 'ranges'] as const)('finds what the whole catalogue would recommend (%s)', async (packing) => {
    const { host } = await open(shop[packing]);
    const whole = createEngine(shop.whole, createJsKernels());
    let found = 0;
    let beyond = 0;
    for (const log of shop.logs) {
      const { engine, counters } = await recommend(host, log);
      expect(counters).toMatchObject({ missing: 0, late: 0 });
      expect(counters.present).toBe(counters.wanted);
      const vector = whole.sources.factors!.userVector(whole.readProfile(log))!;
      const own = engine.sources.factors!.userVector(engine.readProfile(log))!;
      own.forEach((value, d) => {
        expect(value).toBeCloseTo(vector[d]!, 5);
      });
      const best = (of: typeof whole) => {
        const profile = of.readProfile(log);
        const all = new Uint32Array(Math.ceil(of.bundle.catalogue.size / 32)).fill(0xffffffff);
        return of.sources
          .factors!.ask(profile)!
          .candidates(20, all)
          .map(({ item }) => of.bundle.catalogue.ids[item]!);
      };
      const wanted = best(whole);
      const got = new Set(best(engine));
      found += wanted.filter((id) => got.has(id)).length;
      beyond += wanted.filter((id) => whole.bundle.catalogue.numberOf(id) >= HEAD).length;
    }
    expect(beyond).toBeGreaterThan(0);
    expect(found / (20 * shop.logs.length)).toBeGreaterThanOrEqual(0.95);
  });

  it('gives one list for one log, whatever was fetched before, in either packing and with either kernels', async () => {
    const kernels = await loadKernels();
    expect(kernels.kind).toBe('wasm');
    const fresh = await open(shop.ranges);
    const used = await open(shop.ranges, {}, undefined, { kernels: () => loadKernels() });
    for (const log of shop.logs) await recommend(used.host, log);
    for (const log of shop.logs.slice(0, 4)) {
      const { shelf } = await recommend(fresh.host, log);
      expect((await recommend(used.host, log)).shelf).toEqual(shelf);
      const files = await recommend((await open(shop.files)).host, log);
      expect(idsOf(files.shelf)).toEqual(idsOf(shelf));
      expect(files.shelf.items.map(({ score }) => score)).toEqual(shelf.items.map(({ score }) => score));
    }
  });

  it('fetches a chunk once, however many ask at a time, and nothing again', async () => {
    const { host, asked } = await open(shop.files);
    const log = shop.logs[0]!;
    await Promise.all([recommend(host, log), recommend(host, log), recommend(host, log)]);
    const count = asked.length;
    expect(new Set(asked.map(({ file }) => file)).size).toBe(count);
    await recommend(host, log);
    expect(asked).toHaveLength(count);
  });

  it('fetches no list for a newcomer, whose shelf is the head', async () => {
    const { host, asked } = await open(shop.files);
    const { shelf, counters } = await recommend(host, []);
    expect(asked).toEqual([]);
    expect(counters).toEqual({ wanted: 0, present: 0, missing: 0, late: 0, absentTargets: 0, bytes: 0 });
    expect(shelf.items).toHaveLength(20);
  });

  it('shows the head where no list can be had, says why, and rests before it asks again', async () => {
    let now = 0;
    const { host, asked } = await open(
      shop.files,
      {},
      () => {
        throw fail('LIST_MISSING', 'gone');
      },
      { clock: () => now },
    );
    const log = shop.logs[0]!;
    const { shelf, counters } = await recommend(host, log);
    expect(shelf.items).toHaveLength(20);
    expect(counters).toMatchObject({ present: 0, codes: ['LIST_MISSING'] });
    expect(counters.missing).toBe(counters.wanted);
    const count = asked.length;
    await recommend(host, log);
    expect(asked).toHaveLength(count);
    now = 31_000;
    await recommend(host, log);
    expect(asked.length).toBeGreaterThan(count);
  });

  const HTML = new TextEncoder().encode(`<!doctype html><title>Shop</title>${' '.repeat(9000)}`);
  it.each([
    ['truncated', (bytes: Uint8Array) => bytes.slice(0, -4)],
    ['of one other bit', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))],
    ['a web page', () => HTML],
    ['empty', () => new Uint8Array(0)],
  ])('uses nothing of a chunk that is %s, and asks for it past the cache once', async (_, spoil) => {
    const { host, asked } = await open(shop.files, {}, spoil);
    const { shelf, counters } = await recommend(host, shop.logs[0]!);
    expect(counters).toMatchObject({ present: 0, codes: ['LIST_DAMAGED'] });
    expect(asked.length).toBe(2 * new Set(asked.map(({ file }) => file)).size);
    expect(shelf.items).toHaveLength(20);
  });

  it('takes a sound copy past a damaged one in the cache', async () => {
    const seen = new Set<string>();
    const { host } = await open(shop.files, {}, (bytes, { file }) => {
      if (seen.has(file)) return bytes;
      seen.add(file);
      return bytes.slice(1);
    });
    expect((await recommend(host, shop.logs[0]!)).counters).toMatchObject({ missing: 0, late: 0 });
  });

  it('never mixes versions: a range of another version is damaged', async () => {
    const other = shop.ranges.files.get([...shop.ranges.files.keys()].find((name) => name.startsWith('chunks'))!)!;
    const { host } = await open(shop.ranges, {}, (bytes, { range }) =>
      // The same offsets in a file that begins with eight more bytes.
      other.slice(range!.offset + 8, range!.offset + 8 + bytes.length),
    );
    const { shelf, counters } = await recommend(host, shop.logs[0]!);
    expect(counters).toMatchObject({ present: 0, codes: ['LIST_DAMAGED'] });
    const head = await openPacked(shop.ranges);
    for (const id of idsOf(shelf)) expect(head.catalogue.numberOf(id)).toBeGreaterThanOrEqual(0);
  });

  it('does not wait for a late list, and has it for the next answer', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { host, lists } = await open(shop.files, { waitMs: 60 }, async (bytes) => {
      const kind = bytes[5];
      // Kind 0 in a chunk's header: a list.
      if (bytes[3] === 0x4c && kind === 0) await gate;
      return bytes;
    });
    const log = shop.logs[0]!;
    const first = await recommend(host, log);
    expect(first.counters).toMatchObject({ late: lists.probes, missing: 0, codes: ['LIST_LATE'] });
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await recommend(host, log);
    expect(second.counters).toMatchObject({ late: 0, missing: 0 });
    const third = await open(shop.files);
    expect(second.shelf).toEqual((await recommend(third.host, log)).shelf);
  });

  it('fetches whole cover groups, and the answer is the same', async () => {
    const log = shop.logs[0]!;
    const plain = await open(shop.files);
    const covered = await open(shop.files, { cover: 2 });
    const without = await recommend(plain.host, log);
    const withCover = await recommend(covered.host, log);
    expect(withCover.shelf).toEqual(without.shelf);
    expect(covered.asked.length).toBeGreaterThan(plain.asked.length);
  });

  it('fetches the next best lists ahead, but not for who saves data', async () => {
    const log = shop.logs[0]!;
    const count = async (saveData: boolean) => {
      const { host, asked } = await open(shop.files, { prefetch: 3 }, undefined, { saveData });
      await recommend(host, log);
      const before = asked.length;
      await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(saveData ? before : before + 3));
      return asked.length - before;
    };
    expect(await count(true)).toBe(0);
    expect(await count(false)).toBe(3);
  });

  it('draws items of the head and of lists, those of an older shelf too', async () => {
    const { host } = await open(shop.ranges);
    const ids = [5, 700, 1999].map((item) => shop.whole.catalogue.ids[item]!);
    const shown = await host.display([...ids, 'nobody']);
    expect(shown.map(({ itemId }) => itemId)).toEqual(ids);
    const whole = createEngine(shop.whole, createJsKernels()).display(ids);
    expect(shown.slice(1)).toEqual(whole.slice(1));
    expect(shown[0]).toMatchObject({ price: whole[0]!.price, category: whole[0]!.category });
  });

  it('finds items like one that only lists hold', async () => {
    const { host } = await open(shop.ranges);
    const like = shop.whole.catalogue.ids[1500]!;
    const { engine, counters } = await host.prepare([], { like });
    expect(counters.present).toBeGreaterThan(1);
    expect(engine.similar(like, { k: 10 }, []).items[0]!.isBackfill).toBeUndefined();
  });

  it('fills a category that the head hardly knows from the lists that hold it, for a newcomer too', async () => {
    const { categories, category: codes } = shop.whole.catalogue;
    const inHead = new Set(codes.subarray(0, HEAD));
    const rare = codes.find((code) => !inHead.has(code))!;
    const category = categories[rare]!;
    for (const log of [[], shop.logs[0]!]) {
      const { host } = await open(shop.ranges);
      const { engine } = await host.prepare(log, { categories: [category] });
      const { items } = engine.recommend(log, { k: 8, category });
      expect(items.length).toBeGreaterThanOrEqual(Math.min(8, codes.filter((code) => code === rare).length - 2));
      for (const { itemId } of items)
        expect(shop.whole.catalogue.category[shop.whole.catalogue.numberOf(itemId)]).toBe(rare);
    }
  });

  it('ranks items of a page that only lists hold', async () => {
    const { host } = await open(shop.ranges);
    const also = [300, 900, 1500].map((item) => shop.whole.catalogue.ids[item]!);
    const { engine } = await host.prepare(shop.logs[0]!, { also });
    for (const id of also) expect(engine.bundle.catalogue.numberOf(id)).toBeGreaterThanOrEqual(0);
    expect([...engine.rerank(also, shop.logs[0]!)].sort()).toEqual([...also].sort());
  });
});
