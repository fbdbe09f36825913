import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from './events.ts';
import { createJsKernels } from './kernels/js.ts';
import { createWasmKernels } from './kernels/wasm.ts';
import { createEngine } from './recommender.ts';
import { isWithin } from './shelf/columns.ts';
import { PLACEMENTS, type RecommendRequest, SOURCE_NAMES, type SourceSettings } from './shelf/types.ts';
import { EVERY_TABLE, openShop, type Shop, START } from './testing/bundle.test-support.ts';

const SHOP: Shop = {
  ...EVERY_TABLE,
  inStock: EVERY_TABLE.ids.map((_, i) => (i % 5 === 3 ? 0 : 1)),
  serving: { repeats: 'allow', blend: { factors: 0.6, transitions: 1.1, repeat: 0.4, seen: -0.2, content: 0.3 } },
};
const bundle = await openShop(SHOP);
const wasm = createWasmKernels(
  new WebAssembly.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url))),
)!;
/** Asked by everybody, so that what it keeps of one shopper would show in the next one's answer. */
const kept = createEngine(bundle, wasm);
const fresh = () => createEngine(bundle, createJsKernels());

const id = fc.constantFrom(...SHOP.ids, 'nowhere', '', '__proto__');
const log: fc.Arbitrary<Interaction[]> = fc
  .array(
    fc.record(
      {
        itemId: id,
        event: fc.constantFrom(...EVENT_NAMES),
        timestamp: fc.nat(3_000_000).map((ms) => START + ms),
        engagementMs: fc.constantFrom(0, 1000, 90_000, Number.POSITIVE_INFINITY, Number.NaN),
        quantity: fc.constantFrom(1, 2, -1, Number.NaN),
      },
      { requiredKeys: ['itemId', 'event', 'timestamp'] },
    ),
    { maxLength: 25 },
  )
  .map((entries) => entries.sort((a, b) => a.timestamp - b.timestamp));
const sources: fc.Arbitrary<SourceSettings> = fc.dictionary(
  fc.constantFrom(...SOURCE_NAMES),
  fc.record({ quota: fc.constantFrom(0, 1, 3, 1000), weight: fc.constantFrom(0, 1, 1e6) }, { requiredKeys: [] }),
);
const ids = fc.array(id, { maxLength: 6 });
const request: fc.Arbitrary<RecommendRequest> = fc
  .record(
    {
      k: fc.constantFrom(1, 2, 5, 12, 1000),
      placement: fc.constantFrom(...PLACEMENTS, 'hero' as never, 'constructor' as never, 5 as never),
      context: ids,
      exclude: ids,
      only: ids,
      category: fc.constantFrom('', 'Home', 'Home > Bowls', ['Home > Lamps', 'Nothing'], []),
      brand: fc.constantFrom('Ash', ['Birch'], []),
      price: fc.record({ min: fc.constantFrom(0, 15), max: fc.constantFrom(16, 1e9) }, { requiredKeys: [] }),
      inStock: fc.boolean(),
      sources,
      repeats: fc.constantFrom('allow' as const, 'exclude' as const),
      now: fc.constantFrom(START, START + 1e9, 0, -1e300, 1e300),
      explain: fc.boolean(),
    },
    { requiredKeys: ['k'] },
  )
  .map((asked) => asked as RecommendRequest);

/** How many items the request leaves, counted item by item. */
function permitted(history: Interaction[], asked: RecommendRequest): Set<string> {
  const { catalogue, manifest } = bundle;
  const profile = kept.readProfile(history);
  const now = asked.now ?? history.at(-1)?.timestamp ?? 0;
  const within = (value: string, wanted: string | string[] | undefined, fits: (a: string, b: string) => boolean) => {
    const list = [wanted ?? []].flat().filter((one) => one !== '');
    return list.length === 0 || list.some((one) => fits(value, one));
  };
  const found = SHOP.ids.filter((itemId, item) => {
    const bought = profile.purchases.get(item);
    const price = catalogue.price[item]!;
    return (
      (asked.inStock === false || catalogue.inStock[item] === 1) &&
      within(catalogue.categories[catalogue.category[item]!]!, asked.category, isWithin) &&
      within(catalogue.brands[catalogue.brand[item]!]!, asked.brand, (a, b) => a === b) &&
      price >= (asked.price?.min ?? 0) &&
      price <= (asked.price?.max ?? 1e300) &&
      (asked.only?.includes(itemId) ?? true) &&
      ![...(asked.exclude ?? []), ...(asked.context ?? [])].includes(itemId) &&
      !profile.dismissed.includes(item) &&
      (bought === undefined || Math.max(0, now - bought) >= manifest.serving.justBoughtHours * 3_600_000)
    );
  });
  return new Set(found);
}

describe('whatever is asked, of whatever history', () => {
  it('a shelf is as full as the catalogue allows, within every filter, without doubles or numbers that are none', () => {
    fc.assert(
      fc.property(log, request, (history, asked) => {
        const { items } = kept.recommend(history, asked);
        const own = items.map(({ itemId }) => itemId);
        const eligible = permitted(history, asked);
        if (asked.repeats !== 'exclude') expect(own.length).toBe(Math.min(asked.k, eligible.size));
        expect(new Set(own).size).toBe(own.length);
        for (const item of items) {
          expect(eligible.has(item.itemId)).toBe(true);
          const numbers = [item.score, ...(item.explanation ?? []).flatMap((one) => [one.value, one.contribution])];
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
        const scores = items.filter(({ isBackfill }) => !isBackfill).map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
      { numRuns: 400 },
    );
  });

  it('an engine that served others answers as a new one does, with the other kernels too', () => {
    fc.assert(
      fc.property(log, request, fc.constantFrom(...SHOP.ids), (history, asked, itemId) => {
        const unasked = fresh();
        expect(kept.recommend(history, asked)).toEqual(unasked.recommend(history, asked));
        expect(kept.similar(itemId, asked, history)).toEqual(unasked.similar(itemId, asked, history));
        expect(kept.rerank([...SHOP.ids, 'nowhere'], history, asked)).toEqual(
          unasked.rerank([...SHOP.ids, 'nowhere'], history, asked),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('explaining a shelf changes nothing of it', () => {
    fc.assert(
      fc.property(log, request, (history, asked) => {
        const plain = kept.recommend(history, { ...asked, explain: false });
        const explained = kept.recommend(history, { ...asked, explain: true });
        const bare = explained.items.map(({ explanation: _, proposals: __, ...item }) => item);
        expect(bare).toEqual(plain.items);
        for (const { explanation, score, isBackfill } of explained.items)
          if (!isBackfill) expect(explanation!.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
      }),
    );
  });

  it('asks of a placement that it does not know what home asks', () => {
    for (const placement of ['hero', 'constructor', '__proto__', 5, null, {}, 'x'.repeat(1e5)] as never[])
      expect(kept.recommend([], { k: 5, placement })).toEqual(kept.recommend([], { k: 5, placement: 'home' }));
  });

  it('does not take what a page shows for something dismissed, removed or looked at for a while', async () => {
    for (const event of ['dismiss', 'remove_from_cart', 'user_engagement'] as const) {
      const serving = { eventWeights: { [event]: 9, purchase: 1 } };
      const engine = createEngine(await openShop({ ...EVERY_TABLE, serving }), createJsKernels());
      const shelf = engine.recommend([], { k: 3, context: ['b1'] });
      expect(shelf.isFallback).toBe(false);
      expect(shelf.items[0]).toMatchObject({ itemId: 'b2', because: ['b1'] });
    }
  });

  it('calls a shelf that no source fills one for everybody', () => {
    const none = Object.fromEntries(SOURCE_NAMES.map((name) => [name, { quota: 0 }]));
    const shelf = kept.recommend([{ itemId: 'b1', event: 'view_item', timestamp: START }], { k: 3, sources: none });
    expect(shelf.items).toHaveLength(3);
    expect(shelf.items.every(({ isBackfill }) => isBackfill)).toBe(true);
    expect(shelf.isFallback).toBe(true);
  });
});
