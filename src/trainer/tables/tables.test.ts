import { describe, expect, it } from 'vitest';
import { MAX_LOG } from '../../engine/profile/log.ts';
import { VitrineError } from '../../errors/error.ts';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from './makeLog.ts';
import { buildTables, shopperLog } from './tables.ts';

const DAY = 86_400_000;
const config = parseConfig();

describe('buildTables', () => {
  it('numbers items from most to least popular, ties by id', () => {
    const log = makeLog([
      ['a', 'rare', 1],
      ['a', 'common', 2],
      ['b', 'common', 3],
      ['b', 'odd', 4],
    ]);
    expect(buildTables(log, undefined, config).catalogue.ids).toEqual(['common', 'odd', 'rare']);
  });

  it('takes the currency of most prices, and none where no price says it', () => {
    const log = makeLog([['a', 'x', 1]]);
    const priced = (...currencies: (string | undefined)[]) =>
      currencies.map((currency, i) => ({ itemId: `p${i}`, price: 1, ...(currency ? { currency } : {}) }));
    expect(buildTables(log, priced('USD', 'EUR', 'EUR', undefined), config).currency).toBe('EUR');
    expect(buildTables(log, priced(undefined), config).currency).toBeUndefined();
  });

  it('counts popularity by the weight of the events', () => {
    const log = makeLog([
      ['a', 'looked', 1, 'view_item'],
      ['b', 'looked', 1, 'view_item'],
      ['c', 'looked', 1, 'view_item'],
      ['a', 'bought', 2, 'purchase'],
    ]);
    expect(buildTables(log, undefined, config).catalogue.ids).toEqual(['bought', 'looked']);
  });

  it('scales weights so that the commonest weighted event counts 1', () => {
    const views = makeLog([
      ['a', 'x', 1, 'view_item'],
      ['a', 'x', 2, 'view_item'],
      ['a', 'x', 3, 'purchase'],
    ]);
    expect(buildTables(views, undefined, config).eventWeights).toEqual({
      select_item: 0.5,
      view_item: 1,
      add_to_cart: 3,
      purchase: 5,
    });
    const bought = buildTables(makeLog([['a', 'x', 3, 'purchase']]), undefined, config);
    expect(bought.eventWeights).toEqual({ select_item: 0.1, view_item: 0.2, add_to_cart: 0.6, purchase: 1 });
    expect([...bought.weight]).toEqual([1]);
  });

  it('leaves out events without weight, and shoppers and items that have no other', () => {
    const log = makeLog([
      ['a', 'shown', 1, 'view_item_list'],
      ['b', 'shown', 1, 'view_item_list'],
      ['b', 'x', 2, 'view_item'],
      ['c', 'x', 3, 'refund'],
    ]);
    const tables = buildTables(log, undefined, config);
    expect(tables.catalogue.ids).toEqual(['x']);
    expect(tables.shoppers).toBe(1);
    expect([...tables.logShopper]).toEqual([1]);
    expect([...tables.offsets]).toEqual([0, 1]);
    expect([...tables.numberOfLogItem]).toEqual([-1, 0]);
  });

  it('keeps each shopper in one range, oldest first, in bundle numbers', () => {
    const log = makeLog([
      ['b', 'y', 4],
      ['a', 'x', 2],
      ['a', 'y', 1],
      ['b', 'y', 3],
    ]);
    const tables = buildTables(log, undefined, config);
    expect(tables.catalogue.ids).toEqual(['y', 'x']);
    expect([...tables.offsets]).toEqual([0, 2, 4]);
    expect([...tables.item]).toEqual([0, 1, 0, 0]);
    expect([...tables.time]).toEqual([1, 2, 3, 4]);
    expect(tables).toMatchObject({ items: 2, shoppers: 2, from: 1, to: 4, hasTimes: true });
  });

  it('puts catalogue items that nobody touched last, by id, and counts what the file does not list as sold out', () => {
    const log = makeLog([
      ['a', 'gone', 1],
      ['a', 'listed', 2],
      ['b', 'listed', 2],
    ]);
    const file = [
      { itemId: 'zebra', created: 5 },
      { itemId: 'listed', price: 3, category: 'Home', brand: 'Ab', title: 'A lamp', created: 3 * DAY + 5 },
      { itemId: 'apple', inStock: false, created: -DAY },
      // Feeds put 9999-12-31 where they know no date: it must not wrap round to another day.
      { itemId: 'zebra', created: Date.parse('9999-12-31') },
      { itemId: 'zebra', created: Date.parse('9999-12-31') },
    ];
    const { catalogue, display } = buildTables(log, file, config);
    expect(catalogue.ids).toEqual(['listed', 'gone', 'apple', 'zebra']);
    expect([...catalogue.inStock]).toEqual([1, 0, 0, 1]);
    expect([...catalogue.price]).toEqual([3, Number.NaN, Number.NaN, Number.NaN]);
    expect([...catalogue.created]).toEqual([3, 0, 0, 65_535]);
    expect(catalogue.category).toEqual(['Home', '', '', '']);
    expect(display.title).toEqual(['A lamp', '', '', '']);
  });

  it('takes what the log itself says of its items, the file over it, and keeps all in stock without a file', () => {
    const log = makeLog([['a', 'x', 1]], { catalogue: [{ itemId: 'x', title: 'From the log', price: 2 }] });
    const alone = buildTables(log, undefined, config);
    expect(alone.display.title).toEqual(['From the log']);
    expect([...alone.catalogue.inStock]).toEqual([1]);
    const withFile = buildTables(log, [{ itemId: 'x', title: 'From the file' }], config);
    expect(withFile.display.title).toEqual(['From the file']);
    expect([...withFile.catalogue.price]).toEqual([2]);
  });

  it('refuses a log that says nothing of taste', () => {
    const build = () => buildTables(makeLog([['a', 'x', 1, 'view_item_list']]), undefined, config);
    expect(build).toThrow(VitrineError);
    expect(build).toThrow(expect.objectContaining({ code: 'TOO_LITTLE_DATA' }));
  });
});

describe('shopperLog', () => {
  it('is the newest part of the history that a device would hold', () => {
    const rows = Array.from({ length: MAX_LOG + 10 }, (_, i): LogRow => ['b', `i${i % 3}`, i]);
    const tables = buildTables(makeLog([['a', 'i0', 0], ...rows]), undefined, config);
    const log = shopperLog(tables, 1);
    expect(log.length).toBe(MAX_LOG);
    expect(log[0]!.timestamp).toBe(10);
    expect(log.at(-1)).toEqual({
      item: tables.catalogue.ids.indexOf(`i${(MAX_LOG + 9) % 3}`),
      event: 'purchase',
      timestamp: MAX_LOG + 9,
    });
  });
});
