import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../events.ts';
import { appendInteractions } from '../profile/log.ts';
import { BOWLS_AND_LAMPS, DAY, DIMENSIONS, did, engineOf, type Shop, START } from '../testing/bundle.test-support.ts';
import { PLACEMENTS, SOURCE_NAMES } from './types.ts';

const SIZE = 20;
const BRANDS = ['Ash', 'Birch', ''];
const PRICES = [0.1, 5, 12.99];
const CATEGORIES = ['Home', 'Home > Bowls', 'Art', ''];

const row = fc.uniqueArray(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 9 })), {
  selector: ([target]) => target,
  maxLength: 4,
});
const weight = fc.double({ min: -2, max: 2, noNaN: true });

const rows = fc.array(
  row.map((entries) => ({ targets: entries.map(([t]) => t), strengths: entries.map(([, s]) => s) })),
  { minLength: SIZE, maxLength: SIZE },
);
const vectors = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS }), {
  minLength: SIZE,
  maxLength: SIZE,
});

/** Shops with any mix of tables, stock, categories and weights. */
const shop: fc.Arbitrary<Shop> = fc.record(
  {
    ids: fc.constant(Array.from({ length: SIZE }, (_, i) => `i${i}`)),
    inStock: fc.array(fc.constantFrom<0 | 1>(0, 1, 1), { minLength: SIZE, maxLength: SIZE }),
    category: fc.array(fc.constantFrom(...CATEGORIES), { minLength: SIZE, maxLength: SIZE }),
    brand: fc.array(fc.constantFrom(...BRANDS), { minLength: SIZE, maxLength: SIZE }),
    price: fc.array(fc.constantFrom(...PRICES, Number.NaN), { minLength: SIZE, maxLength: SIZE }),
    created: fc.array(fc.nat(3), { minLength: SIZE, maxLength: SIZE }),
    together: rows,
    neighbours: rows,
    content: vectors,
    sessions: rows,
    gaining: fc.array(fc.nat(SIZE - 1), { maxLength: 3 }),
    vectors,
    transitions: rows,
    popularity: fc.boolean(),
    serving: fc.record({
      repeats: fc.constantFrom('allow' as const, 'exclude' as const),
      justBoughtHours: fc.constantFrom(0, 24),
      blend: fc.record({ factors: weight, transitions: weight, repeat: weight, seen: weight, popularityShort: weight }),
    }),
  },
  { requiredKeys: ['ids', 'inStock', 'category', 'brand', 'price', 'serving'] },
);

const itemId = fc.nat(SIZE + 1).map((i) => `i${i}`);
const history = fc.array(
  fc.record({ itemId, event: fc.constantFrom(...EVENT_NAMES), timestamp: fc.nat(2 * DAY).map((ms) => START + ms) }),
  { maxLength: 12 },
);
const setting = fc.record(
  { quota: fc.nat(30), weight: fc.double({ min: 0, max: 3, noNaN: true }) },
  { requiredKeys: [] },
);
const request = fc.record(
  {
    k: fc.integer({ min: 1, max: SIZE + 5 }),
    exclude: fc.array(itemId, { maxLength: 5 }),
    context: fc.array(itemId, { maxLength: 2 }),
    category: fc.oneof(fc.constantFrom(...CATEGORIES), fc.array(fc.constantFrom(...CATEGORIES), { maxLength: 2 })),
    brand: fc.oneof(fc.constantFrom(...BRANDS), fc.array(fc.constantFrom(...BRANDS), { maxLength: 2 })),
    price: fc
      .tuple(fc.option(fc.constantFrom(...PRICES)), fc.option(fc.constantFrom(...PRICES)))
      .map(([min, max]) => ({ ...(min !== null && { min }), ...(max !== null && { max }) }))
      .filter(({ min, max }) => !(min! > max!)),
    inStock: fc.boolean(),
    only: fc.array(itemId, { maxLength: 12 }),
    placement: fc.constantFrom(...PLACEMENTS),
    sources: fc.dictionary(fc.constantFrom(...SOURCE_NAMES), setting, { noNullPrototype: true }),
    repeats: fc.constantFrom('allow' as const, 'exclude' as const),
  },
  { requiredKeys: ['k'] },
);
/** Does a path or name, or a list of them, ask for this value? "" and an empty list ask for anything. */
const asks = (asked: string | string[] | undefined, isAsked: (one: string) => boolean) => {
  const list = [asked ?? []].flat().filter((one) => one !== '');
  return list.length === 0 || list.some(isAsked);
};

describe('the shelf', () => {
  it('holds only what it may, nothing twice, and never fewer than asked while permitted items exist', async () => {
    await fc.assert(
      fc.asyncProperty(shop, history, request, async (tables, events, asked) => {
        const engine = await engineOf(tables);
        const log = appendInteractions([], events);
        const { items } = engine.recommend(log, { ...asked, explain: true });
        const contextNumbers = (asked.context ?? []).some((id) => engine.bundle.catalogue.numberOf(id) >= 0);
        const newest = contextNumbers
          ? (log.at(-1)?.timestamp ?? 0) + 1
          : Math.max(0, ...log.filter((e) => engine.bundle.catalogue.numberOf(e.itemId) >= 0).map((e) => e.timestamp));
        const rest = tables.serving!.justBoughtHours! * 3_600_000;
        const dismissed = Array.from(engine.readProfile(log).dismissed, (item) => tables.ids[item]!);
        const mayShow = tables.ids.filter((id, i) => {
          const boughtAt = log.filter((e) => e.itemId === id && e.event === 'purchase').map((e) => e.timestamp);
          const category = tables.category![i]!;
          return (
            (tables.inStock![i] === 1 || asked.inStock === false) &&
            !asked.exclude?.includes(id) &&
            !asked.context?.includes(id) &&
            !dismissed.includes(id) &&
            !boughtAt.some((time) => newest - time < rest) &&
            asks(asked.category, (path) => category === path || category.startsWith(`${path} > `)) &&
            asks(asked.brand, (brand) => brand === tables.brand![i]) &&
            (asked.only?.includes(id) ?? true) &&
            // An unknown price is within no bound.
            (asked.price?.min === undefined || tables.price![i]! >= asked.price.min) &&
            (asked.price?.max === undefined || tables.price![i]! <= asked.price.max)
          );
        });
        const shown = items.map((item) => item.itemId);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.filter((id) => !mayShow.includes(id))).toEqual([]);
        expect(shown).toHaveLength(Math.min(asked.k, mayShow.length));

        const ranked = items.filter((item) => !item.isBackfill);
        expect(items.slice(0, ranked.length)).toEqual(ranked);
        expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).sort((a, b) => b - a));
        for (const { explanation, score, sources, proposals } of ranked) {
          expect(Number.isFinite(score)).toBe(true);
          expect(sources!.length).toBeGreaterThan(0);
          expect(proposals!.map(({ source }) => source)).toEqual(sources);
          for (const { source, rank } of proposals!)
            expect(rank).toBeLessThanOrEqual(asked.sources?.[source]?.quota ?? SIZE);
          expect(explanation!.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  const EXCLUDING = { ...BOWLS_AND_LAMPS, serving: { repeats: 'exclude' as const, justBoughtHours: 0 } };

  it('fills up with what the shopper took before rather than stay short, and says so', async () => {
    const engine = await engineOf(EXCLUDING);
    const { items } = engine.recommend([did('view_item', 'b1', 0), did('view_item', 'l1', 1)], { k: 12 });
    expect(items.slice(10)).toEqual(
      ['b1', 'l1'].map((id) => ({
        itemId: id,
        score: 0,
        source: 'popularity',
        reason: 'Popular now',
        because: [],
        isBackfill: true,
      })),
    );
    expect(items.slice(0, 10).some((item) => item.isBackfill)).toBe(false);
  });

  it('tells the value and contribution of every feature, only where asked', async () => {
    const engine = await engineOf(BOWLS_AND_LAMPS);
    const log = [did('view_item', 'b1', 0)];
    const [plain] = engine.recommend(log, { k: 1 }).items;
    const [explained] = engine.recommend(log, { k: 1, explain: true }).items;
    expect(plain).not.toHaveProperty('explanation');
    expect(explained!.explanation!.find(({ feature }) => feature === 'transitions')).toEqual({
      feature: 'transitions',
      value: 1,
      contribution: 1.1,
    });
    expect(explained).toMatchObject(plain!);
  });

  it('calls what the shopper took before just that', async () => {
    const engine = await engineOf({ ...BOWLS_AND_LAMPS, serving: { repeats: 'allow', blend: { repeat: 5 } } });
    const [first] = engine.recommend([did('view_item', 'l5', 0)], { k: 1 }).items;
    expect(first).toMatchObject({ itemId: 'l5', source: 'repeat', reason: 'You looked at it before', because: ['l5'] });
  });
});
