import { describe, expect, it } from 'vitest';
import { makeLog } from '../../tables/makeLog.ts';
import type { EvaluationCase } from '../cases.ts';
import { clickCases, rowCases, splitNewestShoppers, splitNextAt, splitNextEnds } from './nextItem.ts';

const MINUTE = 60_000;
const options = { eventWeights: { purchase: 1 }, sessionGapMinutes: 30 };
const ids = (cases: readonly EvaluationCase[]) =>
  cases.map(
    ({ shopper, history, taken }) => `${shopper}: ${history.map(({ itemId }) => itemId).join('')} ${[...taken]}`,
  );

describe('clickCases', () => {
  it('asks for every click of a sitting but the first, told all that came before', () => {
    const log = makeLog([
      ['a', 'x', 0],
      ['a', 'y', MINUTE],
      ['a', 'y', 2 * MINUTE],
      ['a', 'z', 90 * MINUTE],
      ['a', 'x', 91 * MINUTE],
      ['b', 'x', 0],
    ]);
    expect(ids(clickCases(log, options))).toEqual(['a: x y', 'a: xy y', 'a: xyyz x']);
  });

  it('goes by the sessions of the log where it names them', () => {
    const log = makeLog([
      ['a', 'x', 0],
      ['a', 'y', 1],
      ['a', 'z', 90 * MINUTE],
    ]);
    log.session.set([0, 1, 1]);
    expect(ids(clickCases(log, options))).toEqual(['a: xy z']);
  });
});

describe('splitNextAt', () => {
  it('trains on what came before the cut and asks for what came after', () => {
    const log = makeLog([
      ['a', 'x', 0],
      ['a', 'y', MINUTE],
      ['a', 'z', 2 * MINUTE],
      ['b', 'z', 3 * MINUTE],
      ['b', 'x', 4 * MINUTE],
    ]);
    const { earlier, cases } = splitNextAt(log, 2 * MINUTE, options);
    expect(earlier.items).toEqual(['x', 'y']);
    expect(earlier.shoppers).toEqual(['a']);
    expect(ids(cases)).toEqual(['a: xy z', 'b: z x']);
  });
});

describe('splitNewestShoppers', () => {
  it('holds out the sessions that began last', () => {
    const log = makeLog(
      Array.from({ length: 20 }, (_, i) => [[`s${i}`, 'x', 1e6 * i] as const, [`s${i}`, 'y', 1e6 * i + 1] as const])
        .flat()
        .map(([s, item, time]) => [s, item, time] as [string, string, number]),
      { hasTimes: false },
    );
    const { earlier, cases } = splitNewestShoppers(log, 0.1, options);
    expect(ids(cases).sort()).toEqual(['s18: x y', 's19: x y']);
    expect(earlier.shoppers.length).toBe(18);
  });
});

describe('splitNextEnds', () => {
  it('holds out the end of each sequence, at least one item, and keeps one', () => {
    const rows = (shopper: string, count: number) =>
      Array.from({ length: count }, (_, i): [string, string, number] => [shopper, String.fromCharCode(97 + i), i]);
    const { earlier, cases } = splitNextEnds(
      makeLog([...rows('l', 20), ...rows('s', 2), ...rows('o', 1)], { hasTimes: false }),
      0.1,
      options,
    );
    expect(ids(cases)).toEqual(['l: abcdefghijklmnopqr s', 'l: abcdefghijklmnopqrs t', 's: a b']);
    expect(earlier.item.length).toBe(18 + 1 + 1);
  });
});

describe('rowCases', () => {
  it('asks for the last item of each row', () => {
    const test = makeLog([
      ['1', 'x', 0],
      ['1', 'x', 1],
      ['1', 'y', 2],
      ['2', 'z', 0],
    ]);
    expect(ids(rowCases(test, options))).toEqual(['1: xx y']);
  });
});
