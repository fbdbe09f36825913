import { expect, it } from 'vitest';
import { fold, startFold } from '../../engine/profile/fold.ts';
import { parseConfig } from '../config.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { buildTables } from '../tables/tables.ts';
import { readVisits } from './visits.ts';

it('takes rows of one item in succession as one visit, and visits of one moment as one step', () => {
  const tables = buildTables(
    makeLog([
      ['s', 'a', 1],
      ['s', 'a', 2],
      ['s', 'b', 3],
      ['s', 'c', 3],
      ['s', 'a', 4],
      ['t', 'c', 1],
    ]),
    undefined,
    parseConfig(),
  );
  const { item, step, stays, start, offsets, time } = readVisits(tables);
  expect([...item].map((number) => tables.catalogue.ids[number])).toEqual(['a', 'b', 'c', 'a', 'c']);
  expect([...step]).toEqual([0, 1, 1, 2, 0]);
  expect([...stays]).toEqual([1, 0, 0, 0, 0]);
  expect([...start]).toEqual([0, 0, 0, 0, 4]);
  expect([...time]).toEqual([1, 3, 3, 4, 1]);
  expect([...offsets]).toEqual([0, 4, 5]);
});

it('counts steps as the device does', () => {
  const tables = buildTables(makeLog(makeShop()), undefined, parseConfig());
  const { item, step, offsets } = readVisits(tables);
  const serving = { eventWeights: tables.eventWeights, halfLifeDays: 0, sessionGapMinutes: 30 };
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const state = startFold();
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++)
      fold(state, { item: tables.item[row]!, event: 'purchase', timestamp: tables.time[row]! }, serving);
    const newest = new Map<number, number>();
    for (let at = offsets[shopper]!; at < offsets[shopper + 1]!; at++) newest.set(item[at]!, step[at]!);
    for (const [number, own] of newest) expect(state.evidence.get(number)!.step - 1).toBe(own);
  }
});

it('ends where it is told to', () => {
  const tables = buildTables(
    makeLog([
      ['s', 'a', 1],
      ['s', 'b', 2],
      ['t', 'b', 1],
    ]),
    undefined,
    parseConfig(),
  );
  const visits = readVisits(tables, Int32Array.of(1, 2));
  expect([...visits.offsets]).toEqual([0, 1, 1]);
  expect(visits.item.length).toBe(1);
});
