import { describe, expect, it } from 'vitest';
import { makeLog, type ShownRow } from '../tables/makeLog.ts';
import { countCells } from './cells.ts';
import { joinImpressions } from './join.ts';
import { simulateClicks } from './simulateClicks.test-support.ts';

const all = () => true;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('countCells', () => {
  it('counts each item of each list by place', () => {
    const shown = (list: string, time: number, event: 'view_item_list' | 'select_item', ids: string): ShownRow[] =>
      [...ids].map((id, at) => ['a', id, time, event, Number.NaN, list, at + 1]);
    const log = makeLog([
      ...shown('front', 1, 'view_item_list', 'xy'),
      ...shown('kind', 2, 'view_item_list', 'xy'),
      ...shown('front', 3, 'view_item_list', 'xy'),
      ...shown('front', 4, 'select_item', 'x'),
    ]);
    const cells = countCells(log, joinImpressions(log), all);
    expect(cells.units).toBe(4);
    expect([...cells.unitOf]).toEqual([0, 1, 2, 3, 0, 1]);
    expect([...cells.shown]).toEqual([2, 2, 1, 1]);
    expect([...cells.clicks]).toEqual([1, 0, 0, 0]);
  });

  it('leaves out what does not count, and pools places of few clicks', () => {
    const { log } = simulateClicks(600);
    const impressions = joinImpressions(log);
    const cells = countCells(log, impressions, (entry) => impressions.clicksAbove[entry] === 0);
    expect(sum(cells.shown)).toBe(impressions.clicksAbove.filter((above) => above === 0).length);
    const clicks = new Float64Array(cells.groupOf.at(-1)! + 1);
    cells.group.forEach((group, c) => {
      clicks[group]! += cells.clicks[c]!;
    });
    expect(Math.min(...clicks)).toBeGreaterThanOrEqual(30);
    expect([...cells.groupOf]).toEqual([...cells.groupOf].sort((a, b) => a - b));
    const few = simulateClicks(60).log;
    expect(countCells(few, joinImpressions(few), all).groupOf.at(-1)).toBe(0);
  });
});
