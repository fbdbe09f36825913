import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { syntheticRanker } from '../../../bench/syntheticRanker.ts';
import { HEAD, type ListFixture, listFixture } from '../../../e2e/support/lists.ts';
import { packLists } from '../../trainer/lists/pack.ts';
import type { Bundle, Section } from '../bundle/bundle.ts';
import { openBundle } from '../bundle/open.ts';
import { readRows } from '../bundle/rows.ts';
import { createJsKernels } from '../kernels/js.ts';
import { createEngine } from '../recommender.ts';
import { sha256 } from '../testing/bundle.test-support.ts';
import { assembleWorkingSet, shapeOf } from './assemble.ts';
import { decodeItems, type ItemChunk } from './chunk.ts';
import { coverOf } from './cover.ts';
import { bucketAddresses, chunkFile, type ListBundle, listAddress, pageAddress, readListBundle } from './listBundle.ts';
import { bucketsOf, listsFor, OWN_ITEMS, ownItems } from './want.ts';

let shop: ListFixture;
let lists: ListBundle;
let chunks: ItemChunk[];
beforeAll(async () => {
  shop = await listFixture();
  const { files } = shop.files;
  lists = readListBundle(await openBundle(async (file) => files.get(file)!, sha256), createJsKernels())!;
  chunks = Array.from({ length: lists.lists }, (_, list) =>
    decodeItems('list', files.get(chunkFile(listAddress(lists, list).hash))!, shapeOf(lists), 'list'),
  );
}, 60_000);

function recordsOf(itemIds: readonly string[], { files } = shop.files, of = lists): ItemChunk[] {
  return bucketsOf(of, itemIds).map((bucket) => {
    const page = files.get(chunkFile(pageAddress(of, Math.floor(bucket / of.bucketsPerPage)).hash))!;
    const { hash } = bucketAddresses(of, page, bucket).records;
    return decodeItems('records', files.get(chunkFile(hash))!, shapeOf(of), 'records');
  });
}

describe('assembleWorkingSet', () => {
  it('is ranked by the ranker of the head, which knows no facts of it', () => {
    const ranker = syntheticRanker(HEAD, { trees: 5, leaves: 8, candidates: 20 }).find(
      ({ name }) => name === 'ranker',
    )!;
    const head: Bundle = {
      ...lists.bundle,
      section: (name) => (name === 'ranker' ? ranker : lists.bundle.section(name)),
    };
    const { bundle } = assembleWorkingSet(
      { ...lists, bundle: head },
      { lists: [chunks[0]!], records: [], own: new Set(), display: [] },
    );
    const shelf = createEngine(bundle, createJsKernels()).recommend(shop.logs[0]!, { k: 5, repeats: 'allow' });
    expect(shelf.candidatesScored).toBe(20);
    expect(shelf.missingFeatures).toBeGreaterThan(10);
  });

  it('is a function of the set of lists, whatever their order and however often they come', () => {
    const list = fc.nat({ max: lists.lists - 1 });
    const log = shop.logs[0]!;
    const own = new Set(ownItems(log));
    const records = recordsOf([...own]);
    const shelfOf = (numbers: readonly number[], given: ItemChunk[]) => {
      const set = assembleWorkingSet(lists, {
        lists: numbers.map((n) => chunks[n]!),
        records: given,
        own,
        display: [],
      });
      return {
        absent: set.absentTargets,
        shelf: createEngine(set.bundle, createJsKernels()).recommend(log, { k: 15 }),
      };
    };
    fc.assert(
      fc.property(fc.uniqueArray(list, { maxLength: 6 }), fc.nat({ max: 5 }), (numbers, turn) => {
        const turned = [...numbers.slice(turn), ...numbers.slice(0, turn), ...numbers.slice(0, 1)];
        expect(shelfOf(turned, [...records].reverse())).toEqual(shelfOf(numbers, records));
      }),
      { numRuns: 8 },
    );
  });

  it('numbers items by popularity in the whole catalogue', () => {
    const { bundle } = assembleWorkingSet(lists, {
      lists: chunks.slice(0, 5),
      records: [],
      own: new Set(),
      display: [],
    });
    const places = bundle.catalogue.ids.map((id) => shop.whole.catalogue.numberOf(id));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
    expect(bundle.manifest.counts.items).toBe(places.length);
  });

  it('with every list and record is the whole catalogue, row by row', () => {
    const own = new Set(shop.whole.catalogue.ids);
    const records = recordsOf(shop.whole.catalogue.ids);
    const { bundle, absentTargets } = assembleWorkingSet(lists, { lists: chunks, records, own, display: [] });
    expect(absentTargets).toBe(0);
    expect(bundle.catalogue.ids).toEqual(shop.whole.catalogue.ids);
    for (const name of ['price', 'category', 'brand', 'inStock', 'created'] as const)
      expect(bundle.catalogue[name]).toEqual(shop.whole.catalogue[name]);
    for (const name of ['factors', 'popularity', 'transitions'] as const)
      for (const [array, values] of Object.entries(shop.whole.section(name)!.arrays))
        expect(Buffer.compare(bytesOf(bundle.section(name)!.arrays[array]!), bytesOf(values)), `${name}.${array}`).toBe(
          0,
        );
    const engines = [bundle, shop.whole].map((one) => createEngine(one, createJsKernels()));
    for (const log of shop.logs) {
      const [found, wanted] = engines.map((engine) => engine.recommend(log, { k: 20 }).items);
      expect(found!.map(({ itemId }) => itemId)).toEqual(wanted!.map(({ itemId }) => itemId));
    }
  });

  it('leaves out what follows an item and is not there, and counts it', () => {
    const id = shop.whole.catalogue.ids[700]!;
    const set = assembleWorkingSet(lists, { lists: [], records: recordsOf([id]), own: new Set([id]), display: [] });
    const rows = (bundle: typeof set.bundle) => {
      const table = readRows(bundle.section('transitions')!, bundle.catalogue.size);
      const found = new Map<string, number>();
      table.readRow(bundle.catalogue.numberOf(id), (target, strength) => {
        found.set(bundle.catalogue.ids[target]!, strength);
      });
      return found;
    };
    const [kept, all] = [rows(set.bundle), rows(shop.whole)];
    expect(set.absentTargets).toBe(all.size - kept.size);
    expect(set.absentTargets).toBeGreaterThan(0);
    for (const [target, strength] of kept) expect(all.get(target)).toBe(strength);
  });

  it.each(['sum', 'tower', 'mf'])('keeps encoder %s: own items bring along what it needs of them', async (encoder) => {
    const factors = shop.whole.section('factors')!;
    const { vectors, scales } = factors.arrays as { vectors: Int8Array; scales: Float32Array };
    // Input vectors of their own: those of the next item.
    const { dimensions } = lists;
    const inputs = new Int8Array(vectors.length);
    inputs.set(vectors.subarray(dimensions));
    const inputScales = scales.map((scale) => scale / 2);
    // A tower's inputs may be of another width: here the first half of each.
    const width = dimensions / 2;
    const halves = inputs.filter((_, at) => at % dimensions < width);
    const numbers = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 31) % 17) / 8 - 1);
    const lagWeights = numbers(5);
    const sections: Record<string, Section> = {
      sum: {
        name: 'factors',
        params: { encoder, dimensions, normalise: 1 },
        arrays: { vectors, scales, inputs, inputScales },
      },
      tower: {
        name: 'factors',
        params: { encoder, dimensions, inputDimensions: width, normalise: 1 },
        arrays: {
          ...{ vectors, scales, inputs: halves, inputScales, lagWeights },
          ...{ w0: numbers(dimensions * width), b0: numbers(dimensions) },
        },
      },
      mf: {
        name: 'factors',
        params: { encoder, dimensions, rank: dimensions - 3, mean: 3, lambda: 0.1 },
        arrays: { vectors, scales },
      },
    };
    const sum = sections[encoder]!;
    const whole: Bundle = {
      ...shop.whole,
      section: (name) => (name === 'factors' ? sum : shop.whole.section(name)),
    };
    const packed = await packLists(whole, {
      packing: 'files',
      kernels: createJsKernels(),
      vectors: [],
      head: HEAD,
      bucketItems: 16,
    });
    const parts = readListBundle(await openBundle(async (file) => packed.files.get(file)!, sha256), createJsKernels())!;
    const log = shop.logs[0]!.map((one, i) => ({ ...one, value: 1 + (i % 5) }));
    const own = new Set(ownItems(log));
    const { bundle } = assembleWorkingSet(parts, {
      lists: [],
      records: recordsOf([...own], packed, parts),
      own,
      display: [],
    });
    const [found, wanted] = [bundle, whole].map((one) => {
      const engine = createEngine(one, createJsKernels());
      return Array.from(engine.sources.factors!.userVector(engine.readProfile(log))!);
    });
    expect(found).toEqual(wanted);
  });

  it('takes of a record bucket only the items asked for', () => {
    const id = shop.whole.catalogue.ids[700]!;
    const { bundle } = assembleWorkingSet(lists, {
      lists: [],
      records: recordsOf([id]),
      own: new Set([id]),
      display: [],
    });
    expect(bundle.catalogue.size).toBe(lists.bundle.catalogue.size + 1);
  });
});

describe('decodeItems', () => {
  it('refuses any change of length, and never reads beyond its bytes', () => {
    const file = shop.files.files.get(chunkFile(listAddress(lists, 0).hash))!;
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), (length) => {
        expect(() => decodeItems('list', file.slice(0, length), shapeOf(lists), 'list')).toThrow(
          expect.objectContaining({ code: 'LIST_DAMAGED' }),
        );
      }),
    );
    expect(() => decodeItems('records', file, shapeOf(lists), 'list')).toThrow('records');
    const fewer = { ...shapeOf(lists), items: 10 };
    expect(() => decodeItems('list', file, fewer, 'list')).toThrow('items that the bundle does not have');
  });
});

describe('coverOf', () => {
  it('partitions the lists: who is in a group has the same group', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 12 }), fc.nat(), (count, cover, any) => {
        const list = any % count;
        const others = coverOf(list, count, cover);
        expect(others).not.toContain(list);
        expect(others.length).toBeLessThanOrEqual(cover);
        const group = [list, ...others].sort((a, b) => a - b);
        for (const other of others)
          expect([other, ...coverOf(other, count, cover)].sort((a, b) => a - b)).toEqual(group);
      }),
    );
  });

  it('gives nearly every list as many as asked for', () => {
    const sizes = Array.from({ length: 1000 }, (_, list) => coverOf(list, 1000, 3).length);
    expect(sizes.filter((size) => size === 3).length).toBeGreaterThan(990);
  });
});

describe('what a request wants', () => {
  it('is the newest own items, the page first', () => {
    const log = Array.from({ length: 100 }, (_, i) => ({
      itemId: `i${i % 60}`,
      event: 'view_item' as const,
      timestamp: i,
    }));
    const own = ownItems(log, ['page']);
    expect(own).toHaveLength(OWN_ITEMS);
    expect(own.slice(0, 3)).toEqual(['page', 'i39', 'i38']);
    expect(ownItems([])).toEqual([]);
  });

  it('is the probed lists, then those to fetch ahead; none without a vector', () => {
    const vector = new Float32Array(lists.dimensions).fill(1);
    const best = listsFor(lists, vector);
    expect(best).toHaveLength(lists.probes);
    expect(listsFor(lists, vector, 2).slice(0, lists.probes)).toEqual(best);
    expect(listsFor(lists, vector, 10 * lists.lists)).toHaveLength(lists.lists);
    expect(listsFor(lists, undefined)).toEqual([]);
  });
});

const bytesOf = (array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
