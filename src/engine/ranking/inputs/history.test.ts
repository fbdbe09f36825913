import { describe, expect, it } from 'vitest';
import { DAY, did, SERVING, START } from '../../testing/bundle.test-support.ts';
import { readHistory } from './history.ts';

const CATALOGUE = {
  numberOf: (itemId: string) => ['a', 'b', 'c'].indexOf(itemId),
  price: Float32Array.of(4, 16, Number.NaN),
};
const read = (log: Parameters<typeof readHistory>[0]) => readHistory(log, CATALOGUE, SERVING);

describe('readHistory', () => {
  it('reads item by item, and as a whole', () => {
    const history = read([
      did('view_item', 'a', 0),
      did('purchase', 'b', 0),
      did('view_item', 'a', 30),
      // Half an hour and a minute later: another visit.
      { ...did('purchase', 'a', 61), quantity: 2, price: 3 },
      did('view_item', 'c', 61),
    ]);
    const at = (minutes: number) => START + 60_000 * minutes;
    expect(history).toMatchObject({
      interactions: 5,
      moments: 3,
      repeatShare: 2 / 5,
      sessions: 2,
      sessionLength: 2,
      sessionAge: 0,
      first: at(0),
      newest: at(61),
      spent: 16 + 2 * 3,
      // log2 of 4 and 16; c has no price.
      meanLogPrice: 3,
      deviationLogPrice: 1,
    });
    expect(history.items.get(0)).toEqual({
      count: 3,
      moments: 3,
      purchases: 1,
      first: at(0),
      last: at(61),
      pieces: 2,
    });
    expect(history.items.get(1)).toMatchObject({ count: 1, purchases: 1, pieces: 1 });
  });

  it('takes what is reported of one moment for one', () => {
    const history = read([did('view_item', 'a', 0), did('add_to_cart', 'a', 0)]);
    expect(history).toMatchObject({ interactions: 2, moments: 1, repeatShare: 0 });
    expect(history.items.get(0)).toMatchObject({ count: 2, moments: 1 });
  });

  it('reads what says something of taste, and of items that the bundle knows', () => {
    const log = [
      did('dismiss', 'a', 0),
      did('user_engagement', 'a', 1),
      did('view_item_list', 'a', 2),
      did('view_item', 'nowhere', 3),
    ];
    expect(read(log).interactions).toBe(0);
    expect(read([...log, did('view_item', 'a', 4)])).toMatchObject({
      interactions: 1,
      sessions: 1,
      first: START + 4 * 60_000,
    });
  });

  it('is empty of an empty log', () => {
    expect(read([])).toEqual({
      items: new Map(),
      interactions: 0,
      moments: 0,
      repeatShare: Number.NaN,
      sessions: 0,
      sessionLength: 0,
      sessionAge: Number.NaN,
      first: Number.NaN,
      newest: Number.NaN,
      spent: 0,
      meanLogPrice: Number.NaN,
      deviationLogPrice: Number.NaN,
    });
  });

  it('keeps sums finite, and takes what is no price or number of pieces for none', () => {
    const sold = { ...did('purchase', 'c', 0) };
    const many = Array.from({ length: 9 }, (_, day) => ({
      ...sold,
      timestamp: START + day * DAY,
      price: 1e308,
      quantity: 1e308,
    }));
    expect(Number.isFinite(read(many).spent)).toBe(true);
    expect(Number.isFinite(read(many).items.get(2)!.pieces)).toBe(true);
    for (const none of [0, -3, Number.NaN]) {
      const history = read([{ ...sold, price: none, quantity: none }]);
      expect(history.spent).toBe(0);
      expect(history.items.get(2)!.pieces).toBe(1);
    }
  });
});
