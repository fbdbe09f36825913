import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../events.ts';
import { appendInteractions } from '../profile/log.ts';
import { BOWLS_AND_LAMPS, DAY, DIMENSIONS, did, engineOf, type Shop, START } from '../testing/bundle.test-support.ts';

const SIZE = 20;
const CATEGORIES = ['Home', 'Home > Bowls', 'Art', ''];

const row = fc.uniqueArray(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 9 })), {
  selector: ([target]) => target,
  maxLength: 4,
});
const weight = fc.double({ min: -2, max: 2, noNaN: true });

/** Shops with any mix of tables, stock, categories and weights. */
const shop: fc.Arbitrary<Shop> = fc.record(
  {
    ids: fc.constant(Array.from({ length: SIZE }, (_, i) => `i${i}`)),
    inStock: fc.array(fc.constantFrom<0 | 1>(0, 1, 1), { minLength: SIZE, maxLength: SIZE }),
    category: fc.array(fc.constantFrom(...CATEGORIES), { minLength: SIZE, maxLength: SIZE }),
    vectors: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS }), {
      minLength: SIZE,
      maxLength: SIZE,
    }),
    transitions: fc.array(
      row.map((entries) => ({ targets: entries.map(([t]) => t), strengths: entries.map(([, s]) => s) })),
      { minLength: SIZE, maxLength: SIZE },
    ),
    popularity: fc.boolean(),
    serving: fc.record({
      repeats: fc.constantFrom('allow' as const, 'exclude' as const),
      justBoughtHours: fc.constantFrom(0, 24),
      blend: fc.record({ factors: weight, transitions: weight, repeat: weight, seen: weight, popularityShort: weight }),
    }),
  },
  { requiredKeys: ['ids', 'inStock', 'category', 'serving'] },
);

const itemId = fc.nat(SIZE + 1).map((i) => `i${i}`);
const history = fc.array(
  fc.record({ itemId, event: fc.constantFrom(...EVENT_NAMES), timestamp: fc.nat(2 * DAY).map((ms) => START + ms) }),
  { maxLength: 12 },
);
const request = fc.record(
  {
    k: fc.integer({ min: 1, max: SIZE + 5 }),
    exclude: fc.array(itemId, { maxLength: 5 }),
    context: fc.array(itemId, { maxLength: 2 }),
    category: fc.constantFrom(...CATEGORIES),
    repeats: fc.constantFrom('allow' as const, 'exclude' as const),
  },
  { requiredKeys: ['k'] },
);

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
            tables.inStock![i] === 1 &&
            !asked.exclude?.includes(id) &&
            !asked.context?.includes(id) &&
            !dismissed.includes(id) &&
            !boughtAt.some((time) => newest - time < rest) &&
            (!asked.category || category === asked.category || category.startsWith(`${asked.category} > `))
          );
        });
        const shown = items.map((item) => item.itemId);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.filter((id) => !mayShow.includes(id))).toEqual([]);
        expect(shown).toHaveLength(Math.min(asked.k, mayShow.length));

        const ranked = items.filter((item) => !item.isBackfill);
        expect(items.slice(0, ranked.length)).toEqual(ranked);
        expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).sort((a, b) => b - a));
        for (const { explanation, score } of ranked) {
          expect(Number.isFinite(score)).toBe(true);
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
    expect(first).toMatchObject({ itemId: 'l5', source: 'repeat', reason: 'You chose it before', because: ['l5'] });
  });
});
