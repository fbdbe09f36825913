import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../events.ts';
import { BOWLS_AND_LAMPS, DAY, did, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { appendInteractions, forgetItems } from './log.ts';
import { numberLog, readProfile } from './readProfile.ts';

const { catalogue } = await openShop(BOWLS_AND_LAMPS);
const profileOf = (log: Interaction[], serving = SERVING) =>
  readProfile(numberLog(appendInteractions([], log), catalogue), serving);
const idsOf = (items: Int32Array) => Array.from(items, (item) => catalogue.ids[item]);

const log = fc.array(
  fc.record({
    itemId: fc.constantFrom('b1', 'b2', 'l1', 'l2', 'unknown', '__proto__'),
    event: fc.constantFrom(...EVENT_NAMES),
    timestamp: fc.oneof(fc.integer({ min: START, max: START + 40 * DAY }), fc.integer({ min: START, max: START + 3 })),
  }),
  { maxLength: 40 },
);

describe('readProfile', () => {
  it('of an empty log is empty', () => {
    expect(profileOf([])).toMatchObject({ interactions: 0, newest: 0, sessionLength: 0, unknown: 0 });
    expect(profileOf([]).items).toHaveLength(0);
  });

  it('does not depend on the order in which late events arrive', () => {
    fc.assert(
      fc.property(log, fc.nat(), (events, turn) => {
        const cut = turn % (events.length + 1);
        const turned = [...events.slice(cut), ...events.slice(0, cut)].reverse();
        const oneByOne = turned.reduce<Interaction[]>((kept, event) => appendInteractions(kept, [event]), []);
        expect(readProfile(numberLog(oneByOne, catalogue), SERVING)).toEqual(profileOf(events));
      }),
    );
  });

  it('after forgetting an item is bit for bit what it would be without it', () => {
    fc.assert(
      fc.property(log, fc.constantFrom('b1', 'l2', 'unknown'), (events, itemId) => {
        const without = events.filter((event) => event.itemId !== itemId);
        expect(profileOf(forgetItems(events, [itemId]))).toEqual(profileOf(without));
      }),
    );
  });

  it('takes from items that the bundle does not know nothing but their number', () => {
    fc.assert(
      fc.property(log, (events) => {
        const known = events.filter(({ itemId }) => catalogue.numberOf(itemId) >= 0);
        const profile = profileOf(events);
        const kept = appendInteractions([], events);
        expect(profile.unknown).toBe(kept.length - appendInteractions([], known).length);
        expect({ ...profile, unknown: 0 }).toEqual(profileOf(known));
      }),
    );
  });

  it('holds each item once, newest first, with finite numbers', () => {
    fc.assert(
      fc.property(log, (events) => {
        const { items, weights, lags } = profileOf(events);
        expect(new Set(items).size).toBe(items.length);
        expect([...lags]).toEqual([...lags].sort((a, b) => a - b));
        expect(weights.every((weight) => weight > 0 && Number.isFinite(weight))).toBe(true);
      }),
    );
  });
});

describe('weights', () => {
  it('halve with every half-life before the newest interaction', () => {
    const { items, weights } = profileOf([
      did('view_item', 'b1', 0),
      did('purchase', 'l1', 30 * 1440),
      did('view_item', 'b2', 60 * 1440),
    ]);
    expect(idsOf(items)).toEqual(['b2', 'l1', 'b1']);
    expect([...weights]).toEqual([1, 2.5, 0.25]);
  });

  it('add up over an item’s interactions', () => {
    const { weights } = profileOf([did('view_item', 'b1', 0), did('view_item', 'b1', 60 * 1440)]);
    expect([...weights]).toEqual([1.25]);
  });

  it('do not decay where the half-life is 0', () => {
    const { weights } = profileOf([did('view_item', 'b1', 0), did('view_item', 'b2', 1e6)], {
      ...SERVING,
      halfLifeDays: 0,
    });
    expect([...weights]).toEqual([1, 1]);
  });

  it('leave out events without one, whatever they are called', () => {
    const seen = [did('view_item_list', 'b1', 0), did('refund', 'b2', 1), did('remove_from_cart', 'l1', 2)];
    expect(profileOf(seen)).toMatchObject({ interactions: 0, newest: START + 2 * 60_000 });
    const odd = [{ item: 0, event: 'constructor' as never, timestamp: 5 }];
    expect(readProfile(odd, SERVING).interactions).toBe(0);
  });
});

describe('ratings', () => {
  const rate = (
    itemId: string,
    value: number | undefined,
    minutes: number,
    event: Interaction['event'] = 'view_item',
  ) => ({ ...did(event, itemId, minutes), ...(value === undefined ? {} : { value }) }) as Interaction;

  it('are the value last given with each item, beside it', () => {
    const profile = profileOf([rate('b1', 2, 0), rate('l1', undefined, 1), rate('b2', 5, 2), rate('b1', 4, 3)]);
    expect(idsOf(profile.items)).toEqual(['b1', 'b2', 'l1']);
    expect([...profile.ratings]).toEqual([4, 5, Number.NaN]);
  });

  it('outlive looking at the item again, and are taken from weighed events alone', () => {
    const profile = profileOf([rate('b1', 0, 0), rate('b1', undefined, 1), rate('b1', 3, 2, 'view_item_list')]);
    expect([...profile.ratings]).toEqual([0]);
  });
});

describe('steps', () => {
  it('count back from the newest; one item’s events in a row, and one moment’s items, are one step', () => {
    const { items, lags } = profileOf([
      did('purchase', 'l2', 0),
      did('purchase', 'l1', 0),
      did('view_item', 'b1', 1),
      did('add_to_cart', 'b1', 2),
      did('view_item', 'b2', 3),
    ]);
    expect(idsOf(items)).toEqual(['b2', 'b1', 'l2', 'l1']);
    expect([...lags]).toEqual([0, 1, 2, 2]);
  });

  it('give an item its newest place', () => {
    const { items, lags } = profileOf([
      did('view_item', 'b1', 0),
      did('view_item', 'b2', 1),
      did('view_item', 'b1', 2),
    ]);
    expect(idsOf(items)).toEqual(['b1', 'b2']);
    expect([...lags]).toEqual([0, 1]);
  });
});

describe('the session', () => {
  it('ends where the pause before it was longer than the gap', () => {
    const views = [
      did('view_item', 'b1', 0),
      did('view_item', 'b2', 31),
      did('view_item', 'l1', 61),
      did('view_item', 'l2', 62),
    ];
    expect(profileOf(views).sessionLength).toBe(3);
    expect(profileOf(views, { ...SERVING, sessionGapMinutes: 31 }).sessionLength).toBe(4);
    expect(profileOf(views, { ...SERVING, sessionGapMinutes: 1 }).sessionLength).toBe(2);
  });
});

describe('the cart and purchases', () => {
  it('hold what was added and neither removed nor bought since', () => {
    const { cart, purchases } = profileOf([
      did('add_to_cart', 'b1', 0),
      did('remove_from_cart', 'b1', 1),
      did('add_to_cart', 'b2', 2),
      did('purchase', 'l1', 3),
      did('add_to_cart', 'l1', 4),
      did('add_to_cart', 'l2', 5),
      did('purchase', 'l2', 6),
      did('purchase', 'l2', 7),
    ]);
    expect(idsOf(cart)).toEqual(['l1', 'b2']);
    expect([...purchases]).toEqual([
      [catalogue.numberOf('l2'), START + 7 * 60_000],
      [catalogue.numberOf('l1'), START + 3 * 60_000],
    ]);
  });

  it('keep events that say nothing of taste', () => {
    const serving = { ...SERVING, eventWeights: { view_item: 1 } };
    const profile = profileOf([did('add_to_cart', 'b1', 0), did('purchase', 'b2', 1)], serving);
    expect(profile.interactions).toBe(0);
    expect(idsOf(profile.cart)).toEqual(['b1']);
    expect(profile.purchases.size).toBe(1);
  });
});
