import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../engine/candidates/bitmap.ts';
import type { PopularityWindow } from '../../engine/candidates/popularity.ts';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { buildTables } from '../tables/tables.ts';
import { trainEngine } from '../trainEngine.ts';
import { decayedCounts, popularity } from './popularity.ts';

const DAY = 86_400_000;

async function fitted(
  rows: readonly LogRow[],
  hasTimes = true,
  mainPopularity: PopularityWindow = 'short',
): Promise<Engine> {
  const input = { log: makeLog(rows, { hasTimes }), models: [popularity] };
  return (await trainEngine(input, { blend: { popularityShort: 1 }, mainPopularity })).engine;
}

const scoreOf = (engine: Engine, window: 'short' | 'medium' | 'long', itemId: string) =>
  engine.sources.popularity!.windows.find(({ name }) => name === window)!.scores[
    engine.bundle.catalogue.numberOf(itemId)
  ]! / 65535;

const paramsOf = (engine: Engine) => engine.bundle.section('popularity')!.params;

describe('decayedCounts', () => {
  it('halves an interaction every half-life before the end of the log', () => {
    const log = makeLog([
      ['a', 'now', 20 * DAY],
      ['a', 'once', 10 * DAY],
      ['a', 'twice', 0],
      ['b', 'once', 10 * DAY],
    ]);
    const tables = buildTables(log, undefined, parseConfig());
    const counts = decayedCounts(tables, 10);
    const of = (itemId: string) => counts[tables.catalogue.ids.indexOf(itemId)];
    expect([of('now'), of('once'), of('twice')]).toEqual([1, 1, 0.25]);
    expect([...decayedCounts(tables, 0)]).toEqual([2, 1, 1]);
  });

  it('counts by weight', () => {
    const log = makeLog([
      ['a', 'x', 0, 'view_item'],
      ['b', 'x', 0, 'view_item'],
      ['b', 'x', 0, 'add_to_cart'],
    ]);
    expect([...decayedCounts(buildTables(log, undefined, parseConfig()), 7)]).toEqual([5]);
  });
});

describe('popularity', () => {
  it('is not decided by one scraper that asks for one item day and night', async () => {
    const shoppers = Array.from({ length: 40 }, (_, i): LogRow => [`s${i}`, 'liked', i * 5000, 'view_item']);
    const scraper = Array.from({ length: 5000 }, (_, i): LogRow => ['bot', 'scraped', i * 40, 'view_item']);
    const engine = await fitted([...shoppers, ...scraper]);
    for (const window of ['short', 'medium', 'long'] as const) expect(scoreOf(engine, window, 'liked')).toBe(1);
    expect(engine.recommend([], { k: 1 }).items[0]!.itemId).toBe('liked');
  });

  // Old favourite: 30 purchases at the start. New favourite: 3 at the end, a hundred days later.
  const rows: LogRow[] = [
    ...Array.from({ length: 30 }, (_, i): LogRow => [`old${i}`, 'classic', 0]),
    ...Array.from({ length: 3 }, (_, i): LogRow => [`new${i}`, 'hit', 100 * DAY]),
  ];

  it('remembers over three half-lives that follow the span of the log', async () => {
    const engine = await fitted(rows);
    expect(paramsOf(engine)).toEqual({ shortDays: 2, mediumDays: 100 / 12, longDays: 0, main: 'short' });
    expect(scoreOf(engine, 'long', 'classic')).toBe(1);
    expect(scoreOf(engine, 'long', 'hit')).toBeCloseTo(Math.log(4) / Math.log(31), 4);
    expect(scoreOf(engine, 'short', 'hit')).toBe(1);
    expect(scoreOf(engine, 'medium', 'classic')).toBeCloseTo(Math.log1p(30 / 2 ** 12) / Math.log(4), 4);
  });

  it('keeps half-lives within a day and a month', async () => {
    const brief = await fitted([
      ['a', 'x', 0],
      ['a', 'x', DAY],
    ]);
    expect(paramsOf(brief)).toMatchObject({ shortDays: 1, mediumDays: 3 });
    const ages = await fitted([
      ['a', 'x', 0],
      ['a', 'x', 1000 * DAY],
    ]);
    expect(paramsOf(ages)).toMatchObject({ shortDays: 7, mediumDays: 30 });
  });

  it('has one memory where the log has no clock', async () => {
    const engine = await fitted(rows, false);
    expect(paramsOf(engine)).toMatchObject({ shortDays: 0, mediumDays: 0, longDays: 0 });
    expect(scoreOf(engine, 'short', 'classic')).toBe(1);
  });

  it('fills shelves from the memory that validation chose', async () => {
    const first = (engine: Engine) => engine.sources.popularity!.candidates(1, bitmapOf([1, 1]))[0]!.item;
    const short = await fitted(rows);
    expect(short.bundle.catalogue.ids[first(short)]).toBe('hit');
    const long = await fitted(rows, true, 'long');
    expect(long.bundle.catalogue.ids[first(long)]).toBe('classic');
  });

  it('knows how often people return to an item, rare items shrunk to the mean of the shop', async () => {
    const taker = (shopper: number, item: string, times: number): LogRow[] =>
      Array.from({ length: times }, (_, i): LogRow => [`s${shopper}`, item, i * DAY]);
    // milk: 40 takers, 20 return. vase: 40 takers, none returns. rare: 1 taker who returns.
    const engine = await fitted([
      ...Array.from({ length: 40 }, (_, s) => taker(s, 'milk', s < 20 ? 2 : 1)).flat(),
      ...Array.from({ length: 40 }, (_, s) => taker(s, 'vase', 1)).flat(),
      ...taker(0, 'rare', 3),
    ]);
    const rate = (itemId: string) => engine.sources.popularity!.repeatRate(engine.bundle.catalogue.numberOf(itemId));
    const mean = 21 / 81;
    expect(rate('milk')).toBeCloseTo((20 + 20 * mean) / 60, 2);
    expect(rate('vase')).toBeCloseTo((20 * mean) / 60, 2);
    expect(rate('rare')).toBeCloseTo((1 + 20 * mean) / 21, 2);
  });

  it('takes two rows of one moment as one time', async () => {
    const engine = await fitted([
      ['a', 'x', 5],
      ['a', 'x', 5],
    ]);
    expect(engine.sources.popularity!.repeatRate(0)).toBe(0);
  });
});
