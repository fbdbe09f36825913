import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, did, START } from '../../testing/bundle.test-support.ts';
import { asking, valuesOf } from './question.test-support.ts';
import type { RankingQuestion } from './question.ts';
import { SHOPPER } from './shopper.ts';

describe('who asks, when and where', () => {
  const log = [
    did('view_item', 'b1', 0),
    { ...did('purchase', 'b1', 2 * 1440), quantity: 3, price: 10 },
    did('view_item', 'l1', 2 * 1440),
    did('view_item', 'l2', 2 * 1440 + 1),
    // Neither of these says anything of the shopper: one weighs nothing, the other is of no item here.
    did('view_item_list', 'b6', 2 * 1440 + 2),
    did('view_item', 'nowhere', 2 * 1440 + 3),
  ];
  let shop: Awaited<ReturnType<typeof asking>>;
  let question: RankingQuestion;
  beforeAll(async () => {
    shop = await asking();
    const now = START + 5 * DAY + 13.5 * 3_600_000;
    question = shop.about(['b1', 'b3'], log, { now, device: 'desktop', placement: 'cart' });
  });
  const log2 = Math.log2;
  const minute = 1 / 1440;

  it.each([
    ['recency', log2(1 + 3 + 13.5 / 24 - minute)],
    ['frequency', log2(5)],
    ['monetary', log2(31)],
    ['variety', 3 / 4],
    ['repeatShare', 1 / 4],
    ['visits', log2(3)],
    ['basket', 4 / 3],
    ['visitGap', log2(1 + 2 + minute)],
    ['sessionPosition', 3],
    ['dwell', log2(61)],
    ['mainstream', (1 + 11 / 12 + 9 / 12) / 3],
    ['hour', 13],
    // 2024-01-01 was a Monday.
    ['weekday', 5],
    ['device', 1],
    ['placement', 3],
  ])('%s', (name, expected) => {
    for (const value of valuesOf(question, name)) expect(value).toBeCloseTo(expected, 4);
  });

  it('is the same for every candidate', () => {
    for (const { name } of SHOPPER) expect(new Set(valuesOf(question, name)).size, name).toBe(1);
  });

  it('takes the price of the catalogue where an event says none', () => {
    const asked = shop.about(['b1'], [did('purchase', 'b1', 0)], { now: START });
    expect(valuesOf(asked, 'monetary')[0]).toBeCloseTo(log2(1 + 20.99), 4);
  });

  it('stays finite whatever a page reports of money', () => {
    const event = { ...did('purchase', 'b1', 0), price: 1e308, quantity: 1e308 };
    const asked = shop.about(['b1'], [event, { ...event, timestamp: START + DAY }], { now: START + DAY });
    for (const name of ['monetary', 'ownPieces']) expect(Number.isFinite(valuesOf(asked, name)[0])).toBe(true);
  });

  it('knows no more of who is new than when and where', () => {
    const cold = shop.about(['b1'], [], { now: START });
    const known = SHOPPER.filter(({ name }) => !Number.isNaN(valuesOf(cold, name)[0]));
    expect(Object.fromEntries(known.map(({ name }) => [name, valuesOf(cold, name)[0]]))).toEqual({
      frequency: 0,
      monetary: 0,
      visits: 0,
      sessionPosition: 0,
      hour: 0,
      weekday: 0,
      placement: 0,
    });
  });

  it('has no time of day without a clock, nor a device where none is said', () => {
    const asked = shop.about(['b1'], log, { now: Number.MAX_SAFE_INTEGER });
    for (const name of ['recency', 'hour', 'weekday', 'device'])
      expect(valuesOf(asked, name), name).toEqual([Number.NaN]);
  });

  it('numbers the last category alike in every bundle that has it', async () => {
    const some = { ids: ['x', 'y', 'z'], category: ['Home > Lamps', 'Garden', undefined] };
    const more = { ids: ['x', 'y'], category: ['Home > Lamps', 'Attic'] };
    const [first, second] = [await asking(some), await asking(more)];
    const lastOf = (one: typeof first, itemId: string) =>
      valuesOf(one.about(['x'], [did('view_item', itemId, 0)]), 'lastCategory')[0]!;
    expect(lastOf(first, 'x')).toBe(lastOf(second, 'x'));
    expect(lastOf(first, 'x')).toBe(valuesOf(shop.about(['b1'], [did('view_item', 'l1', 0)]), 'lastCategory')[0]);
    expect(new Set([lastOf(first, 'x'), lastOf(first, 'y'), lastOf(second, 'y')]).size).toBe(3);
    expect(lastOf(first, 'z')).toBe(0);
  });
});
