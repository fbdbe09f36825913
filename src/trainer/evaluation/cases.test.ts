import { describe, expect, it } from 'vitest';
import { MAX_LOG } from '../../engine/profile/log.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { splitByTime } from '../tables/split.ts';
import { makeCases } from './cases.ts';

const WEIGHTS = { view_item: 1, purchase: 5 };

const casesOf = (rows: readonly LogRow[], cut = 10) => {
  const { earlier, later } = splitByTime(makeLog(rows), cut);
  return makeCases(earlier, later, WEIGHTS);
};

describe('makeCases', () => {
  it('takes the shoppers of both parts, in the order of their ids', () => {
    const cases = casesOf([
      ['zoe', 'x', 1],
      ['zoe', 'y', 11],
      ['only before', 'x', 1],
      ['only after', 'x', 11],
      ['adam', 'x', 2],
      ['adam', 'x', 12],
    ]);
    expect(cases.map(({ shopper }) => shopper)).toEqual(['adam', 'zoe']);
    expect(cases[1]).toEqual({
      shopper: 'zoe',
      history: [{ itemId: 'x', event: 'purchase', timestamp: 1 }],
      taken: new Set(['y']),
      takenNew: new Set(['y']),
    });
  });

  it('gives histories the values, prices and pieces that a device would keep', () => {
    const log = makeLog([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 11],
    ]);
    log.price[0] = 2.5;
    log.quantity[0] = 3;
    log.value[1] = 4;
    const { earlier, later } = splitByTime(log, 10);
    expect(makeCases(earlier, later, WEIGHTS)[0]!.history).toEqual([
      { itemId: 'x', event: 'purchase', timestamp: 1, price: 2.5, quantity: 3 },
      { itemId: 'y', event: 'purchase', timestamp: 2, value: 4 },
    ]);
  });

  it('tells what is new to the shopper from what is taken again', () => {
    const [one] = casesOf([
      ['a', 'x', 1],
      ['a', 'x', 11],
      ['a', 'y', 12],
      ['a', 'y', 13],
    ]);
    expect(one!.taken).toEqual(new Set(['x', 'y']));
    expect(one!.takenNew).toEqual(new Set(['y']));
  });

  it('lets nothing of the later part into a history', () => {
    const rows = Array.from({ length: 60 }, (_, i): LogRow => [`s${i % 5}`, `i${i % 7}`, (i * 7) % 20]);
    const cases = casesOf(rows);
    expect(cases.length).toBe(5);
    for (const { history } of cases) {
      expect(history.every(({ timestamp }) => timestamp < 10)).toBe(true);
      expect(history.map(({ timestamp }) => timestamp)).toEqual(
        history.map(({ timestamp }) => timestamp).sort((a, b) => a - b),
      );
    }
  });

  it('leaves out events without weight, as history and as target', () => {
    const cases = casesOf([
      ['a', 'x', 1, 'view_item_list'],
      ['a', 'y', 11],
      ['b', 'x', 1],
      ['b', 'y', 11, 'view_item_list'],
      ['c', 'y', 1, 'view_item_list'],
      ['c', 'x', 2, 'view_item'],
      ['c', 'y', 11],
    ]);
    expect(cases.map(({ shopper }) => shopper)).toEqual(['c']);
    expect(cases[0]!.history.map(({ itemId }) => itemId)).toEqual(['x']);
    expect(cases[0]!.takenNew).toEqual(new Set(['y']));
  });

  it('gives the device its newest events, but calls nothing new that the shopper ever took', () => {
    const long = Array.from({ length: MAX_LOG + 1 }, (_, i): LogRow => ['a', i === 0 ? 'first' : 'other', i]);
    const [one] = casesOf([...long, ['a', 'first', MAX_LOG + 10]], MAX_LOG + 5);
    expect(one!.history.length).toBe(MAX_LOG);
    expect(one!.history.some(({ itemId }) => itemId === 'first')).toBe(false);
    expect(one!.taken).toEqual(new Set(['first']));
    expect(one!.takenNew).toEqual(new Set());
  });

  it('matches shoppers by id where the two logs number them differently', () => {
    const earlier = makeLog([
      ['b', 'x', 1],
      ['c', 'y', 1],
    ]);
    const later = makeLog([
      ['a', 'x', 11],
      ['c', 'z', 11],
    ]);
    const cases = makeCases(earlier, later, WEIGHTS);
    expect(cases).toEqual([
      {
        shopper: 'c',
        history: [{ itemId: 'y', event: 'purchase', timestamp: 1 }],
        taken: new Set(['z']),
        takenNew: new Set(['z']),
      },
    ]);
  });
});
