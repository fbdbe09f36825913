import { describe, expect, it } from 'vitest';
import { FACTS, type Fact, readFacts } from '../../engine/ranking/inputs/facts.ts';
import { parseConfig } from '../config.ts';
import { exposureOf } from '../impressions/exposure.ts';
import type { CatalogueRow, EventLog } from '../tables/log.ts';
import { type LogRow, makeLog, type ShownRow } from '../tables/makeLog.ts';
import { buildTables } from '../tables/tables.ts';
import { fitFacts } from './facts.ts';

const DAY = 86_400_000;
const config = parseConfig();
const { log2 } = Math;

/** The facts of a log as a device reads them, by item id. */
function factsOf(log: EventLog, features?: readonly string[]) {
  const tables = buildTables(log, undefined, config);
  const { params, arrays } = fitFacts(log, tables, features);
  const { columns, firstDay } = readFacts({ name: 'facts', params: params!, arrays }, tables.items);
  const numberOf = (itemId: string) => tables.numberOfLogItem[log.items.indexOf(itemId)]!;
  return {
    names: FACTS.filter((name) => columns[name]),
    of: (fact: Fact, itemId: string) => columns[fact]![numberOf(itemId)]!,
    firstDayOf: (itemId: string) => firstDay[numberOf(itemId)],
  };
}

const times = (count: number, row: (n: number) => LogRow): LogRow[] => Array.from({ length: count }, (_, n) => row(n));

describe('fitFacts', () => {
  it('shrinks rates to those of the shop', () => {
    const facts = factsOf(
      makeLog([
        ...times(20, (n) => [`s${n}`, 'x', n, 'view_item']),
        ...times(4, (n) => [`s${n}`, 'x', 30 + n, 'purchase']),
        ...times(20, (n) => [`s${n}`, 'y', n, 'view_item']),
        ...times(2, (n) => [`s${n}`, 'y', 50 + n, 'add_to_cart']),
      ]),
    );
    // 4 of 40 in the shop; 20 views of that beforehand.
    expect(facts.of('conversion', 'x')).toBeCloseTo((4 + 2) / 40, 4);
    expect(facts.of('conversion', 'y')).toBeCloseTo(2 / 40, 4);
    expect(facts.of('cartRate', 'x')).toBeCloseTo(1 / 40, 4);
    expect(facts.of('cartRate', 'y')).toBeCloseTo(3 / 40, 4);
    expect(facts.names).not.toContain('clickRate');
  });

  it('takes click rates by times shown, and by looks where the log says what stood where', () => {
    const plain = factsOf(
      makeLog([
        ...times(20, (n) => [`s${n}`, 'x', n, 'view_item_list']),
        ...times(5, (n) => [`s${n}`, 'x', 40 + n, 'select_item']),
        ...times(30, (n) => [`s${n}`, 'y', n, 'view_item_list']),
        ...times(1, (n) => [`s${n}`, 'y', 40 + n, 'view_item']),
      ]),
    );
    expect(plain.of('clickRate', 'x')).toBeCloseTo((5 + 20 * 0.1) / 40, 4);
    expect(plain.of('clickRate', 'y')).toBeCloseTo(2 / 50, 4);
    // Lists of eight, each item in every place: what stands low is looked at, and clicked, less.
    const log = makeLog(
      Array.from({ length: 160 }, (_, list) => {
        const places = Array.from({ length: 8 }, (_, p): [string, number] => [`i${(list + p) % 8}`, p + 1]);
        const [time, name, none] = [list * 3_600_000, 'home', Number.NaN];
        return places.flatMap(([item, p]): ShownRow[] => [
          [`s${list}`, item, time, 'view_item_list', none, name, p],
          ...(list % (3 + 2 * p) === 0
            ? [[`s${list}`, item, time + 1000 * p, 'select_item', none, name, p] as ShownRow]
            : []),
        ]);
      }).flat(),
    );
    const tables = buildTables(log, undefined, config);
    const { looks, clicks } = exposureOf(log, tables)!;
    const mean = clicks.reduce((a, b) => a + b) / looks.reduce((a, b) => a + b);
    const placed = factsOf(log);
    log.items.forEach((item, number) => {
      const own = tables.numberOfLogItem[number]!;
      expect(looks[own]).toBeLessThan(160);
      expect(placed.of('clickRate', item)).toBeCloseTo((clicks[own]! + 20 * mean) / (looks[own]! + 20), 2);
    });
  });

  it('takes prices and pieces as they are usual', () => {
    const log = makeLog(times(4, (n) => [`s${n}`, n < 3 ? 'x' : 'y', n]));
    log.price.set([4, 1, 2, Number.NaN]);
    log.quantity.set([1, 4, Number.NaN, -2]);
    const facts = factsOf(log);
    expect(facts.of('usualPrice', 'x')).toBe(1);
    expect(facts.of('usualPrice', 'y')).toBeNaN();
    // Of one piece and four, on a log scale.
    expect(facts.of('pieces', 'x')).toBe(1);
    expect(facts.of('pieces', 'y')).toBeNaN();
  });

  it('says after how many days a purchase is made again, where there are enough', () => {
    const days = [0, 1, 4, 11];
    const facts = factsOf(
      makeLog([
        ...days.map((day): LogRow => ['s0', 'x', day * DAY, 'purchase']),
        // Looks are no purchases, and one moment is none between two.
        ...times(9, (n) => ['s0', 'x', (20 + n) * DAY, 'view_item']),
        ['s1', 'x', 5 * DAY],
        ['s1', 'x', 5 * DAY],
        ['s2', 'y', 0],
        ['s2', 'y', DAY],
        ['s2', 'y', 2 * DAY],
      ]),
    );
    // Gaps of 1, 3 and 7 days.
    expect(facts.of('returnDays', 'x')).toBeCloseTo(2, 5);
    expect(facts.of('returnDays', 'y')).toBeNaN();
  });

  it('says who takes an item', () => {
    const catalogue: CatalogueRow[] = [
      { itemId: 'x', category: 'A' },
      { itemId: 'y', category: 'A' },
      { itemId: 'z', category: 'B' },
    ];
    const rows: LogRow[] = [
      ['s0', 'x', 1],
      ['s0', 'y', 2],
      ['s0', 'z', 3],
      ['s0', 'z', 4],
      ['s1', 'x', 1],
    ];
    const facts = factsOf(makeLog(rows, { catalogue }));
    expect(facts.of('takers', 'x')).toBeCloseTo(log2(3), 5);
    expect(facts.of('takers', 'z')).toBeCloseTo(1, 5);
    expect(facts.of('takerLength', 'x')).toBeCloseTo((log2(4) + log2(2)) / 2, 2);
    expect(facts.of('takerLength', 'z')).toBeCloseTo(2, 2);
    // Of the two other items of s0 one is in x's category, and s1 has no other.
    expect(facts.of('focus', 'x')).toBeCloseTo(0.25, 2);
    expect(facts.of('focus', 'z')).toBeCloseTo(0, 5);
    expect(factsOf(makeLog(rows)).names).not.toContain('focus');
  });

  it('tells what rises, who is new to it, who came back, and for how long nobody did', () => {
    // The log spans 100 days: ten are its newest part for growth, fifteen for takers.
    const facts = factsOf(
      makeLog([
        ['s0', 'x', 0],
        ['s1', 'x', 93 * DAY],
        ['s2', 'x', 95 * DAY],
        ['s0', 'x', 98 * DAY],
        ['s0', 'y', 82 * DAY],
        ['s1', 'y', 84 * DAY],
        ['s3', 'z', 100 * DAY],
      ]),
    );
    expect(facts.of('growth', 'x')).toBeCloseTo(log2((2 + 3) / 2), 1);
    expect(facts.of('growth', 'y')).toBeCloseTo(log2(2 / (2 + 2)), 1);
    expect(facts.of('newTakers', 'x')).toBeCloseTo(log2(3), 2);
    expect(facts.of('newTakers', 'y')).toBeCloseTo(0, 2);
    expect(facts.of('returners', 'x')).toBeCloseTo(1, 2);
    expect(facts.of('returners', 'y')).toBeCloseTo(0, 2);
    expect(facts.of('idleDays', 'z')).toBeCloseTo(0, 2);
    expect(facts.of('idleDays', 'x')).toBeCloseTo(log2(3), 1);
    expect(facts.of('idleDays', 'y')).toBeCloseTo(log2(17), 1);
    expect(facts.firstDayOf('y')).toBe(82);
    // Day 0 would say that nobody took it.
    expect(facts.firstDayOf('x')).toBe(1);
  });

  it('has no days of a log without a clock, and no columns that nobody reads', () => {
    const rows: LogRow[] = [
      ['s0', 'x', 1],
      ['s1', 'x', 2],
    ];
    const timeless = factsOf(makeLog(rows, { hasTimes: false }));
    expect(timeless.names).toEqual(['takers', 'takerLength']);
    expect(timeless.firstDayOf('x')).toBe(0);
    expect(factsOf(makeLog(rows), ['itemTakers', 'recency']).names).toEqual(['takers']);
    expect(factsOf(makeLog(rows), []).names).toEqual([]);
  });

  it('knows nothing of items that nobody took', () => {
    const log = makeLog([['s0', 'x', DAY]], { catalogue: [{ itemId: 'x' }] });
    const tables = buildTables(log, [{ itemId: 'x' }, { itemId: 'new' }], config);
    const { params, arrays } = fitFacts(log, tables);
    const { columns, firstDay } = readFacts({ name: 'facts', params: params!, arrays }, tables.items);
    expect([...columns.takers!]).toEqual([1, 0]);
    for (const fact of ['idleDays', 'takerLength'] as const) expect(columns[fact]![1], fact).toBeNaN();
    expect(firstDay[1]).toBe(0);
  });
});
