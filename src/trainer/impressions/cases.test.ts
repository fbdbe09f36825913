import { describe, expect, it } from 'vitest';
import { MAX_LOG } from '../../engine/profile/log.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog, type ShownRow } from '../tables/makeLog.ts';
import { impressionCases } from './cases.ts';
import { simulateClicks } from './simulateClicks.test-support.ts';

const show = (item: string, time: number, position: number): ShownRow => [
  'a',
  item,
  time,
  'view_item_list',
  Number.NaN,
  'front',
  position,
];
const click = (item: string, time: number): ShownRow => ['a', item, time, 'select_item', Number.NaN, 'front', 1];

/** A log with something of everything: lists, clicks, and a view after every seventh row. */
function rowsOf(seed: number): (LogRow | ShownRow)[] {
  const { log } = simulateClicks(300, { leaves: 0.5, seed });
  return Array.from(log.item, (item, row): (LogRow | ShownRow)[] => {
    const [shopper, id, time] = [log.shoppers[log.shopper[row]!]!, log.items[item]!, log.time[row]!];
    const event = log.event[row] === 0 ? 'view_item_list' : 'select_item';
    const placed: ShownRow = [shopper, id, time, event, Number.NaN, 'all', log.position![row]!];
    return row % 7 === 0 ? [placed, [shopper, id, time + 9000, 'view_item']] : [placed];
  }).flat();
}

describe('impressionCases', () => {
  it('gives what was shown, what was known strictly before, and what was clicked', () => {
    const [first, second, ...rest] = impressionCases(
      makeLog([
        ['a', 'p', 1, 'purchase'],
        show('x', 2, 1),
        show('y', 2, 2),
        ['a', 'q', 2, 'view_item'],
        click('y', 3),
        show('z', 4, 3),
        show('x', 4, 4),
      ]),
      0,
      10,
    );
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ shopper: 'a', time: 2, list: 'front', shown: ['x', 'y'], clicked: new Set(['y']) });
    expect(first!.history).toEqual([{ itemId: 'p', event: 'purchase', timestamp: 1 }]);
    expect(second!.history.map(({ itemId }) => itemId)).toEqual(['p', 'q', 'y']);
    expect(second!.weights.every((weight) => weight > 0)).toBe(true);
    expect([...second!.positions]).toEqual([1, 2]);
    expect(second!.clicked.size).toBe(0);
  });

  it('keeps to the span, and to lists with a click where that is asked', () => {
    const log = makeLog([show('x', 2, 1), click('x', 3), show('x', 5, 1), show('x', 9, 1), click('x', 9.5)]);
    const times = (...args: [number, number, { unclicked?: boolean }?]) =>
      impressionCases(log, ...args).map(({ time }) => time);
    expect(times(3, 9)).toEqual([5]);
    expect(times(0, 10, { unclicked: false })).toEqual([2, 9]);
    expect(times(0, 9.2, { unclicked: false })).toEqual([2]);
  });

  it('draws of many, each as it is among all, and the same for a seed', () => {
    const log = makeLog(rowsOf(4));
    const all = impressionCases(log, 0, 2e12);
    const some = (seed: number) => impressionCases(log, 0, 2e12, { most: 20, seed });
    expect(some(1).length).toBe(20);
    for (const one of some(1)) expect(all).toContainEqual(one);
    expect(some(1)).toEqual(some(1));
    expect(some(2)).not.toEqual(some(1));
    expect(some(1).map(({ shopper, time }) => `${shopper} ${time}`)).toEqual(
      all
        .filter((one) => some(1).some(({ time }) => time === one.time))
        .map(({ shopper, time }) => `${shopper} ${time}`),
    );
  });

  it('keeps the newest of a long history', () => {
    const rows = Array.from({ length: MAX_LOG + 5 }, (_, i): LogRow => ['a', `i${i}`, i, 'view_item']);
    const [only] = impressionCases(makeLog([...rows, show('x', 1e6, 1)]), 0, 1e9);
    expect(only!.history.length).toBe(MAX_LOG);
    expect(only!.history[0]!.itemId).toBe('i5');
  });

  it('does not know what comes: no case changes where the rows from `to` on are scrambled', () => {
    const rows = rowsOf(5);
    const to = 1e12 + 200 * 1e6 + 1500;
    const random = new Random(1, 'scramble');
    const scrambled = rows.map((row): LogRow | ShownRow =>
      row[2] < to
        ? row
        : [
            row[0],
            `n${random.below(30)}`,
            row[2] + random.below(1000),
            random.chance(0.5) ? 'select_item' : 'purchase',
          ],
    );
    const before = impressionCases(makeLog(rows), 0, to);
    expect(before.length).toBe(201);
    expect(before.some(({ clicked }) => clicked.size > 0)).toBe(true);
    expect(impressionCases(makeLog(scrambled), 0, to)).toEqual(before);
  });

  it('does not know what comes after each list: its history and its items are the same where that is scrambled', () => {
    const rows = rowsOf(6);
    const all = impressionCases(makeLog(rows), 0, Number.POSITIVE_INFINITY);
    for (const at of [10, 100, 290]) {
      const known = all[at]!;
      const changed = rows.map((row): LogRow | ShownRow =>
        row[2] > known.time || (row[2] === known.time && row.length < 7)
          ? [row[0], 'novelty', row[2], 'purchase']
          : row,
      );
      const found = impressionCases(makeLog(changed), known.time, known.time + 1).find(
        ({ shopper }) => shopper === known.shopper,
      )!;
      expect(found.history).toEqual(known.history);
      expect(found.shown).toEqual(known.shown);
      expect(found.clicked.size).toBe(0);
    }
  });
});
