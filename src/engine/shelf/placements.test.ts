import { describe, expect, it } from 'vitest';
import { did, EVERY_TABLE, engineOf, type Shop } from '../testing/bundle.test-support.ts';
import { askingOf, DEFAULT_PLACEMENTS, DEFAULT_QUOTA, quotasOf } from './placements.ts';
import { PLACEMENTS, type RecommendRequest, SOURCE_NAMES, type SourceName, type SourceSettings } from './types.ts';

describe('askingOf', () => {
  it('puts the request over the bundle over the defaults, field by field', () => {
    const placements = { cart: { together: { quota: 30 }, factors: { quota: 40, weight: 2 } } };
    const asking = askingOf({ placements }, { placement: 'cart', sources: { factors: { weight: 0.5 } } });
    expect(asking.together).toEqual({ quota: 30, weight: 1 });
    expect(asking.factors).toEqual({ quota: 40, weight: 0.5 });
    expect(asking.transitions).toEqual({ quota: DEFAULT_QUOTA });
    expect(quotasOf(asking)).toMatchObject({ together: 30, factors: 40, recent: 0 });
    expect(askingOf({ placements }, {})).toEqual(askingOf({}, { placement: 'home' }));
  });

  it('shows what somebody looked at lately only where nothing else was found', () => {
    for (const placement of PLACEMENTS)
      expect(quotasOf(askingOf({}, { placement })).recent > 0).toBe(placement === 'search_empty');
  });

  it('leaves no placement without the sources that make a shelf', () => {
    for (const placement of PLACEMENTS)
      for (const name of ['factors', 'transitions', 'popularity'] as const)
        expect(DEFAULT_PLACEMENTS[placement][name]?.quota).toBeUndefined();
  });
});

const LOG = [did('view_item', 'b1', 0), did('add_to_cart', 'l1', 1)];
const silent = (...but: SourceName[]): SourceSettings =>
  Object.fromEntries(SOURCE_NAMES.filter((name) => !but.includes(name)).map((name) => [name, { quota: 0 }]));
const shown = async (request: Partial<RecommendRequest>, shop: Partial<Shop> = {}) => {
  const engine = await engineOf({ ...EVERY_TABLE, ...shop });
  return engine.recommend(LOG, { k: 3, repeats: 'allow', ...request }).items;
};

describe('a placement', () => {
  it.each(SOURCE_NAMES.map((name) => [name]))('can be filled by %s alone, in its own order', async (name) => {
    const items = await shown({ k: 2, explain: true, sources: { ...silent(name), [name]: { quota: 9 } } });
    const ranked = items.filter((item) => !item.isBackfill);
    expect(ranked.length).toBeGreaterThan(0);
    expect(ranked.every(({ sources }) => sources!.join() === name)).toBe(true);
    expect(ranked.map(({ proposals }) => proposals![0]!.rank)).toEqual(ranked.map((_, place) => place + 1));
  });

  it('does without a source of quota 0: it neither proposes nor counts', async () => {
    const all = await shown({ k: 12, explain: true });
    const without = await shown({ k: 12, explain: true, sources: { factors: { quota: 0 } } });
    expect(all.some(({ sources }) => sources?.includes('factors'))).toBe(true);
    expect(without.some(({ sources }) => sources?.includes('factors'))).toBe(false);
    const counts = without.flatMap(({ explanation = [] }) =>
      explanation.filter(({ feature }) => feature === 'factors'),
    );
    expect(counts.every(({ value, contribution }) => value === 0 && contribution === 0)).toBe(true);
  });

  it('multiplies what a source has learned to count', async () => {
    const of = (items: Awaited<ReturnType<typeof shown>>) =>
      items
        .map(
          ({ itemId, explanation = [] }) =>
            [itemId, explanation.find(({ feature }) => feature === 'factors')!] as const,
        )
        .sort();
    const once = of(await shown({ k: 12, explain: true }));
    const twice = of(await shown({ k: 12, explain: true, sources: { factors: { weight: 2 } } }));
    once.forEach(([itemId, { contribution }], i) => {
      expect(twice[i]).toEqual([itemId, { ...twice[i]![1], contribution: 2 * contribution }]);
    });
  });

  it('lets a source without learned weight count where it was given one, and nowhere else', async () => {
    const placements = { home: { together: { weight: 5 } } };
    const serving = { placements, blend: { factors: 0.5, transitions: 0.5 } };
    // The cart holds l1; b1 goes with it.
    expect((await shown({}, { serving }))[0]).toMatchObject({ itemId: 'b1', reason: 'You looked at it before' });
    expect((await shown({ placement: 'product' }, { serving }))[0]!.itemId).not.toBe('b1');
  });

  it('takes what the cart page shows for the cart', async () => {
    const [first] = await shown({ placement: 'cart', context: ['l3', 'nowhere'], sources: silent('together') });
    expect(first).toMatchObject({ itemId: 'b3', source: 'together', reason: 'Goes with Lamp 3', because: ['l3'] });
    const [home] = await shown({ placement: 'home', context: ['l3'], sources: silent('together') });
    expect(home!.itemId).not.toBe('b3');
  });

  it('gives a newcomer what is popular, and what else it asks for', async () => {
    const engine = await engineOf(EVERY_TABLE);
    expect(engine.recommend([], { k: 1 }).items[0]!.source).toBe('popularity');
    const [first] = engine.recommend([], { k: 1, sources: { ...silent('arrivals') } }).items;
    expect(first).toMatchObject({ source: 'arrivals', reason: 'New in the shop' });
  });
});
