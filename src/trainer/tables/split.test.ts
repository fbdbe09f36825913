import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventLog } from './log.ts';
import { type LogRow, makeLog } from './makeLog.ts';
import { filterLog, logSpan, splitByTime, splitHistories } from './split.ts';

const rowsOf = (log: EventLog) =>
  Array.from(log.item, (item, row) => ({
    shopper: log.shoppers[log.shopper[row]!]!,
    item: log.items[item]!,
    time: log.time[row]!,
    event: log.event[row]!,
  }));
const sorted = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => JSON.stringify(row)).sort();

const logs = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.constantFrom('x', 'y', 'z'),
      fc.nat(20),
      fc.constantFrom('view_item' as const, 'purchase' as const),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => makeLog(rows));

describe('filterLog', () => {
  it('filters every column alike', () => {
    const log = makeLog([
      ['a', 'x', 1],
      ['a', 'y', 2, 'view_item'],
      ['b', 'z', 3],
    ]);
    const kept = filterLog(log, (row) => row !== 0);
    expect(rowsOf(kept)).toEqual(rowsOf(log).slice(1));
    for (const column of ['shopper', 'item', 'event', 'time', 'value', 'quantity', 'price', 'session'] as const)
      expect(kept[column].length, column).toBe(2);
  });

  it('keeps what was shown where, and only the lists of the rows that stay', () => {
    const log = makeLog([
      ['a', 'x', 1, 'view_item_list', Number.NaN, 'front', 3],
      ['a', 'y', 2, 'view_item_list', Number.NaN, 'goes with', 4],
      ['b', 'z', 3],
    ]);
    const { position, list, lists } = filterLog(log, (row) => row > 0);
    expect([[...position!], [...list!], lists]).toEqual([[4, 0], [0, -1], ['goes with']]);
    expect(filterLog(makeLog([['b', 'z', 3]]), () => true)).not.toHaveProperty('position');
  });

  it('knows nothing of the shoppers and items of the rows left out', () => {
    const catalogue = [{ itemId: 'x' }, { itemId: 'y', title: 'Y' }];
    const rows: LogRow[] = [
      ['a', 'x', 1],
      ['b', 'y', 2],
      ['c', 'x', 3],
      ['d', 'y', 4],
    ];
    const kept = filterLog(makeLog(rows, { catalogue }), (row) => row % 2 === 1);
    const made = makeLog([rows[1]!, rows[3]!], { catalogue: [catalogue[1]!] });
    expect({ ...kept, report: made.report }).toEqual(made);
  });
});

describe('logSpan', () => {
  it('finds the first and the last time, wherever they stand', () => {
    const rows: LogRow[] = [
      ['a', 'x', 50],
      ['b', 'x', 10],
      ['c', 'x', 30],
    ];
    expect(logSpan(makeLog(rows))).toEqual({ from: 10, to: 50 });
  });
});

describe('splitByTime', () => {
  it('gives the moment of the cut to the later part', () => {
    const log = makeLog([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['b', 'z', 3],
    ]);
    const { earlier, later } = splitByTime(log, 2);
    expect([...earlier.time]).toEqual([1]);
    expect([...later.time]).toEqual([2, 3]);
  });

  it('lets nothing of the later part into the earlier one, and loses nothing', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: -1, max: 22 }), (log, cut) => {
        const { earlier, later } = splitByTime(log, cut);
        expect(earlier.time.every((time) => time < cut)).toBe(true);
        expect(later.time.every((time) => time >= cut)).toBe(true);
        expect(sorted([...rowsOf(earlier), ...rowsOf(later)])).toEqual(sorted(rowsOf(log)));
      }),
    );
  });
});

describe('splitHistories', () => {
  it('holds out the last share of the moments, at least one, and none of a single moment', () => {
    const rows: LogRow[] = [
      ...Array.from({ length: 10 }, (_, step): LogRow => ['long', `i${step}`, step]),
      ['once', 'x', 5],
      ['once', 'y', 5],
      ['pair', 'x', 1],
      ['pair', 'y', 2],
      ['pair', 'z', 2],
    ];
    const { later } = splitHistories(makeLog(rows), 0.2);
    expect(rowsOf(later).map(({ shopper, item }) => `${shopper} ${item}`)).toEqual([
      'long i8',
      'long i9',
      'pair y',
      'pair z',
    ]);
  });

  it('keeps the order within each shopper, loses nothing, and leaves every shopper a history', () => {
    fc.assert(
      fc.property(logs, fc.double({ min: 0, max: 1, noNaN: true }), (log, share) => {
        const { earlier, later } = splitHistories(log, share);
        expect(sorted([...rowsOf(earlier), ...rowsOf(later)])).toEqual(sorted(rowsOf(log)));
        for (const shopper of log.shoppers) {
          const times = (part: EventLog) =>
            rowsOf(part)
              .filter((row) => row.shopper === shopper)
              .map(({ time }) => time);
          expect(Math.max(...times(earlier))).toBeLessThan(Math.min(...times(later)));
          if (share < 1) expect(times(earlier).length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
