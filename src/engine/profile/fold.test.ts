import { describe, expect, it } from 'vitest';
import type { ServingConfig } from '../bundle/manifest.ts';
import type { Interaction } from '../events.ts';
import { BOWLS_AND_LAMPS, DAY, did, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { appendInteractions } from './log.ts';
import { numberLog, readProfile } from './readProfile.ts';

const { catalogue } = await openShop(BOWLS_AND_LAMPS);
const read = (log: Interaction[], serving: Partial<ServingConfig> = {}) => {
  const profile = readProfile(numberLog(appendInteractions([], log), catalogue), {
    ...SERVING,
    halfLifeDays: 0,
    ...serving,
  });
  const ids = (items: Iterable<number>) => Array.from(items, (item) => catalogue.ids[item]!);
  const pairs = (items: Int32Array, weights: Float64Array) =>
    Object.fromEntries(ids(items).map((itemId, r) => [itemId, weights[r]!]));
  return {
    ...profile,
    for: pairs(profile.items, profile.weights),
    against: pairs(profile.negatives, profile.negativeWeights),
    viewed: ids(profile.viewed),
    dismissed: ids(profile.dismissed),
    cart: ids(profile.cart),
  };
};
const looked = (itemId: string, minutes: number, engagementMs: number): Interaction => ({
  ...did('user_engagement', itemId, minutes),
  engagementMs,
});

describe('what is taken out of the cart', () => {
  it('leaves no evidence for it from being put there, to the last bit', () => {
    const views = [did('view_item', 'b1', 0), did('view_item', 'b1', 7), did('purchase', 'l1', 9)];
    const undone = [...views, did('add_to_cart', 'b1', 11), did('remove_from_cart', 'b1', 12)];
    const serving = { halfLifeDays: 0.013 };
    // The newest moment is the same, so that both decay alike.
    const now = did('refund', 'l2', 12);
    expect(read([...undone, now], serving).for).toEqual(read([...views, now], serving).for);
    expect(read(undone)).toMatchObject({ against: { b1: 0.5 }, cart: [], interactions: 3 });
  });

  it('takes nothing from what was bought', () => {
    const log = [did('add_to_cart', 'b1', 0), did('purchase', 'b1', 1), did('add_to_cart', 'b1', 2)];
    const removed = read([...log, did('remove_from_cart', 'b1', 3)]);
    expect(removed).toMatchObject({ for: { b1: 8 }, against: { b1: 0.5 }, interactions: 2 });
  });

  it('is welcome again once it is put back or bought', () => {
    const log = [did('add_to_cart', 'b1', 0), did('remove_from_cart', 'b1', 1)];
    expect(read(log)).toMatchObject({ for: {}, against: { b1: 0.5 }, interactions: 0 });
    expect(read([...log, did('add_to_cart', 'b1', 2)])).toMatchObject({ for: { b1: 3 }, against: {}, cart: ['b1'] });
    expect(read([...log, did('purchase', 'b1', 2)])).toMatchObject({ for: { b1: 5 }, against: {} });
  });

  it('is still in it where fewer pieces were taken out than put in', () => {
    const pieces = (event: 'add_to_cart' | 'remove_from_cart', minutes: number, quantity: number) => ({
      ...did(event, 'b1', minutes),
      quantity,
    });
    const log = [pieces('add_to_cart', 0, 2), did('add_to_cart', 'b1', 1), pieces('remove_from_cart', 2, 2)];
    expect(read(log)).toMatchObject({ cart: ['b1'], for: { b1: 6 }, against: {} });
    expect(read([...log, pieces('remove_from_cart', 3, 1)])).toMatchObject({ cart: [], for: {}, against: { b1: 0.5 } });
    expect(read([log[0]!, pieces('remove_from_cart', 3, Number.NaN)]).cart).toEqual([]);
  });

  it('counts against the item though the add is no longer in the log, and less with time', () => {
    const log = [did('remove_from_cart', 'b1', 0), did('view_item', 'b2', 60 * 1440)];
    expect(read(log, { halfLifeDays: 30 }).against).toEqual({ b1: 0.125 });
  });
});

describe('what is dismissed', () => {
  it('has nothing left for it', () => {
    const log = [did('view_item', 'b1', 0), did('purchase', 'b1', 1), did('view_item', 'b2', 2)];
    const profile = read([...log, did('dismiss', 'b1', 3), did('view_item', 'b1', 4)]);
    expect(profile).toMatchObject({ for: { b2: 1 }, against: { b1: 1 }, dismissed: ['b1'], interactions: 1 });
    expect([...profile.lags]).toEqual([0]);
    expect(profile.purchases.size).toBe(1);
  });

  it('comes back once it is put into the cart or bought, without what there was before', () => {
    const log = [did('purchase', 'b1', 0), did('dismiss', 'b1', 1), did('view_item', 'b1', 2)];
    expect(read([...log, did('add_to_cart', 'b1', 3)])).toMatchObject({ for: { b1: 4 }, against: {}, dismissed: [] });
    expect(read([...log, did('purchase', 'b1', 3)])).toMatchObject({ for: { b1: 6 }, dismissed: [] });
  });

  it('is listed with the newest first, and once', () => {
    const log = ['b1', 'l1', 'b1', 'b2', 'nowhere'].map((itemId, i) => did('dismiss', itemId, i));
    expect(read(log).dismissed).toEqual(['b2', 'b1', 'l1']);
  });

  it('says nothing for an item, whatever a config gives it', () => {
    const eventWeights = { dismiss: 9, user_engagement: 9, view_item: 1 };
    const log = [did('dismiss', 'b1', 0), looked('b2', 1, 5000), did('view_item', 'l1', 2)];
    expect(read(log, { eventWeights }).for).toEqual({ l1: 1 });
  });
});

describe('the length of a view', () => {
  it('raises its weight, up to twice after a minute', () => {
    const after = (ms: number) => read([did('view_item', 'b1', 0), looked('b1', 1, ms)]).for.b1;
    expect([3000, 15_000, 60_000, 9e9].map(after)).toEqual([1.05, 1.25, 2, 2]);
    expect(read([did('view_item', 'b1', 0)]).for.b1).toBe(1);
    const serving = { dwellSeconds: 10 };
    expect(read([{ ...did('view_item', 'b1', 0), engagementMs: 5000 }], serving).for.b1).toBe(1.5);
    expect(read([{ ...did('view_item', 'b1', 0), engagementMs: 5000 }], { dwellSeconds: 0 }).for.b1).toBe(1);
  });

  it('adds up over its reports, also after the item went into the cart', () => {
    const log = [
      did('view_item', 'b1', 0),
      looked('b1', 1, 15_000),
      did('add_to_cart', 'b1', 2),
      looked('b1', 3, 15_000),
    ];
    expect(read(log).for.b1).toBe(4.5);
  });

  it('belongs to the newest view before it', () => {
    const log = [
      looked('b1', 0, 60_000),
      did('view_item', 'b1', 1),
      did('view_item', 'b1', 2),
      looked('b1', 3, 60_000),
    ];
    expect(read(log).for.b1).toBe(3);
    expect(read([looked('b1', 0, 1), looked('b2', 1, 9e9)])).toMatchObject({ for: {}, against: {}, interactions: 0 });
  });
});

describe('a view left at once', () => {
  const left = [did('view_item', 'b1', 0), looked('b1', 1, 2999)];

  it('speaks against its item', () => {
    expect(read(left)).toMatchObject({ for: {}, against: { b1: 0.25 }, interactions: 0, viewed: ['b1'] });
    expect(read([did('view_item', 'b1', 0), looked('b1', 1, 3000)]).against).toEqual({});
    expect(read([{ ...did('view_item', 'b1', 0), engagementMs: 0 }]).against).toEqual({ b1: 0.25 });
    expect(read(left, { bounceSeconds: 2 }).against).toEqual({});
    expect(read(left, { bounceSeconds: 0 }).for).toEqual({ b1: 1 + 2999 / 60_000 });
  });

  it.each(['view_item', 'select_item', 'add_to_cart', 'purchase'] as const)('does not, where a %s follows', (event) => {
    const { for: evidence, against } = read([...left, did(event, 'b1', 2)]);
    expect(against).toEqual({});
    expect(evidence.b1).toBe(1 + 2999 / 60_000 + SERVING.eventWeights[event]!);
  });

  it('is only not counted, where other evidence for the item stands', () => {
    expect(read([did('view_item', 'b1', -9), ...left])).toMatchObject({ for: { b1: 1 }, against: {}, interactions: 1 });
    const bought = read([did('purchase', 'b1', -9), ...left], { eventWeights: { view_item: 1 } });
    expect(bought).toMatchObject({ for: {}, against: {} });
  });
});

it('weighs negatives as the bundle says, and adds up what speaks against one item', () => {
  const log = [did('remove_from_cart', 'b1', 0), did('dismiss', 'b1', 1), did('remove_from_cart', 'l1', 2)];
  expect(read(log).against).toEqual({ l1: 0.5, b1: 1.5 });
  expect(read(log, { negativeWeights: { removed: 0, dismissed: 2 } }).against).toEqual({ b1: 2 });
});

it('lists what was looked at, newest first, whether views weigh anything or not', () => {
  const log = [
    did('view_item', 'b1', 0),
    did('select_item', 'l1', 1),
    did('view_item_list', 'l2', 2),
    did('purchase', 'l2', 3),
    did('view_item', 'b2', 4),
    did('view_item', 'b1', 5),
  ];
  expect(read(log, { eventWeights: { purchase: 1 } }).viewed).toEqual(['b1', 'b2', 'l1']);
});

it('reads a history of 10,000 interactions', () => {
  const log = Array.from({ length: 10_000 }, (_, i) => ({
    item: i % catalogue.size,
    event: (['view_item', 'add_to_cart', 'remove_from_cart', 'dismiss', 'purchase'] as const)[i % 5]!,
    timestamp: START + i * 1000,
  }));
  const profile = readProfile(log, { ...SERVING, halfLifeDays: 1 });
  expect(profile.items.length + profile.dismissed.length).toBe(catalogue.size);
  for (const weight of [...profile.weights, ...profile.negativeWeights]) expect(Number.isFinite(weight)).toBe(true);
});

it('does not fail on a log that goes back in time', () => {
  const log = [5, 1, 9, 0].map((day) => ({ item: day % 2, event: 'view_item' as const, timestamp: START + day * DAY }));
  for (const weight of readProfile(log, SERVING).weights) expect(weight).toBeGreaterThan(0);
});
