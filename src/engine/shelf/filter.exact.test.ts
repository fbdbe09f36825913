import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../events.ts';
import { createJsKernels } from '../kernels/js.ts';
import { createWasmKernels } from '../kernels/wasm.ts';
import { createEngine } from '../recommender.ts';
import { DIMENSIONS, did, EVERY_TABLE, engineOf, openShop, type Shop } from '../testing/bundle.test-support.ts';
import { type RecommendRequest, SOURCE_NAMES, type SourceName, type SourceSettings } from './types.ts';

/** A shop wide enough for a scan to leave most of it out: vectors from a fixed sequence, no two alike. */
const SIZE = 1500;
let state = 1;
const next = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32 - 0.5;
};
const WIDE: Shop = {
  ids: Array.from({ length: SIZE }, (_, i) => `i${i}`),
  vectors: Array.from({ length: SIZE }, () => Array.from({ length: DIMENSIONS }, next)),
  price: Array.from({ length: SIZE }, (_, i) => (i % 7 === 0 ? Number.NaN : (i * 37) % 100)),
  brand: Array.from({ length: SIZE }, (_, i) => `brand ${i % 50}`),
  inStock: Array.from({ length: SIZE }, (_, i) => (i % 11 === 0 ? 0 : 1)),
  serving: { blend: { factors: 1 }, repeats: 'allow', justBoughtHours: 0 },
};
const wasm = createWasmKernels(
  new WebAssembly.Module(readFileSync(new URL('../kernels/kernels.wasm', import.meta.url))),
)!;
const bundle = await openShop(WIDE);
const alone = (source: SourceName): SourceSettings => ({
  ...Object.fromEntries(SOURCE_NAMES.map((name) => [name, { quota: 0 }])),
  [source]: { quota: 1000 },
});

describe.each([
  ['wasm', wasm],
  ['js', createJsKernels()],
])('a filtered shelf, %s', (_, kernels) => {
  const engine = createEngine(bundle, kernels);
  const factors = engine.sources.factors!;
  const log = fc
    .array(fc.nat(SIZE - 1), { minLength: 1, maxLength: 5 })
    .map((items) => items.map((item, i) => did('view_item', `i${item}`, i)));
  const filter: fc.Arbitrary<Partial<RecommendRequest>> = fc.oneof(
    fc.record({
      brand: fc.nat(49).map((b) => `brand ${b}`),
      price: fc.record({ min: fc.nat(50), max: fc.integer({ min: 50, max: 99 }) }),
    }),
    fc.record({
      only: fc.array(
        fc.nat(SIZE - 1).map((item) => `i${item}`),
        { maxLength: 40 },
      ),
      inStock: fc.boolean(),
    }),
    fc.constant({}),
  );
  const mayShow = ({ brand, price, only, inStock }: Partial<RecommendRequest>, i: number) =>
    (WIDE.inStock![i] === 1 || inStock === false) &&
    (brand === undefined || WIDE.brand![i] === brand) &&
    (price === undefined || (WIDE.price![i]! >= price.min! && WIDE.price![i]! <= price.max!)) &&
    (only === undefined || only.includes(`i${i}`));

  it('is, by taste alone, every permitted item scored and sorted', () => {
    fc.assert(
      fc.property(log, filter, fc.integer({ min: 1, max: 60 }), (events: Interaction[], asked, k) => {
        const shelf = engine.recommend(events, { k, ...asked, sources: alone('factors') });
        const scores = factors
          .ask(engine.readProfile(events))!
          .scoresOf(Int32Array.from({ length: SIZE }, (_, item) => item));
        const permitted = WIDE.ids.map((_, i) => i).filter((i) => mayShow(asked, i));
        const expected = permitted.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
        expect(shelf.items.map(({ itemId }) => itemId)).toEqual(expected.map((i) => `i${i}`));
        expect(shelf.items.some(({ isBackfill }) => isBackfill)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the only item that is permitted, whichever it is', () => {
    fc.assert(
      fc.property(log, fc.nat(SIZE - 1), (events, item) => {
        const { items } = engine.recommend(events, { k: 5, only: [`i${item}`], inStock: false });
        expect(items.map(({ itemId, isBackfill }) => [itemId, isBackfill])).toEqual([[`i${item}`, undefined]]);
      }),
    );
  });
});

it('every source finds the only permitted item that it speaks for', async () => {
  const every = await engineOf({ ...EVERY_TABLE, serving: { repeats: 'allow' } });
  const events = [did('view_item', 'b1', 0), did('add_to_cart', 'l1', 1)];
  for (const source of SOURCE_NAMES) {
    const spoken = every.recommend(events, { k: 12, sources: alone(source) }).items.filter((item) => !item.isBackfill);
    expect(spoken.length, source).toBeGreaterThan(0);
    for (const { itemId } of spoken) {
      const { items } = every.recommend(events, { k: 3, sources: alone(source), only: [itemId] });
      expect(items, source).toMatchObject([{ itemId, sources: [source] }]);
    }
  }
});

describe('odd input', () => {
  it.each([Number.POSITIVE_INFINITY, Number.NaN])('a strength of %s reaches no shelf', async (value) => {
    const shop = await openShop(EVERY_TABLE);
    const section = shop.section('transitions')!;
    (section.arrays.maxima as Float32Array).fill(value);
    for (const kernels of [wasm, createJsKernels()]) {
      const { items } = createEngine(shop, kernels).recommend([did('view_item', 'b1', 0)], { k: 12, explain: true });
      expect(items).toHaveLength(12);
      for (const { score, explanation = [] } of items) {
        expect(Number.isFinite(score)).toBe(true);
        expect(explanation.every((one) => Number.isFinite(one.value) && Number.isFinite(one.contribution))).toBe(true);
      }
      expect(
        createEngine(shop, kernels)
          .similar('b1', { k: 11 }, [])
          .items.every(({ score }) => Number.isFinite(score)),
      ).toBe(true);
    }
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN])('a vector of scale %s reaches no shelf', async (value) => {
    const shop = await openShop(EVERY_TABLE);
    for (const name of ['factors', 'content'] as const) (shop.section(name)!.arrays.scales as Float32Array)[2] = value;
    for (const kernels of [wasm, createJsKernels()]) {
      const engine = createEngine(shop, kernels);
      for (const itemId of ['b1', 'b2']) {
        const { items } = engine.recommend([did('view_item', itemId, 0)], { k: 12 });
        expect(items).toHaveLength(12);
        expect(items.every(({ score }) => Number.isFinite(score))).toBe(true);
        expect(engine.similar(itemId, { k: 11 }, []).items.every(({ score }) => Number.isFinite(score))).toBe(true);
        expect(engine.rerank(['b1', 'b2', 'l1'], [did('view_item', itemId, 0)])).toHaveLength(3);
      }
    }
  });

  it('takes a history of 10,000 interactions, and one of 10,000 items', () => {
    const engine = createEngine(bundle, wasm);
    const long = Array.from({ length: 10_000 }, (_, i) => did('view_item', `i${(i * 7) % SIZE}`, i));
    expect(engine.recommend(long, { k: 12 }).items).toHaveLength(12);
    const unknown = Array.from({ length: 10_000 }, (_, i) => did('view_item', `u${i}`, i));
    expect(engine.recommend(unknown, { k: 12 })).toMatchObject({ isFallback: true });
    expect(engine.rerank(WIDE.ids, long)).toHaveLength(SIZE);
  });
});
