import { describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig, type TrainConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { transitions } from './transitions.ts';

/** Bare sums of distance and direction; each test turns on what it is about. */
const BARE = { beta: 1, lengthPower: 0, rowPower: 0, popularityPower: 0, shrink: 0, reverse: 0.5 };

async function fitted(
  rows: readonly LogRow[],
  settings: Partial<TrainConfig['transitions']> = {},
  hasTimes = false,
): Promise<Engine> {
  const input = {
    log: makeLog(rows, { hasTimes }),
    models: [transitions],
    config: parseConfig({ transitions: { ...BARE, ...settings } }),
  };
  return (await trainEngine(input, { blend: { transitions: 1 } })).engine;
}

/** The row of one item as id -> strength; strengths ship with an error of at most 0.4 % of the row's highest. */
function rowOf({ bundle, sources }: Engine, itemId: string): Record<string, number> {
  const { targets, strengths } = sources.transitions!.row(bundle.catalogue.numberOf(itemId));
  return Object.fromEntries(targets.map((target, i) => [bundle.catalogue.ids[target]!, strengths[i]!]));
}

function expectRow(engine: Engine, itemId: string, expected: Record<string, number>): void {
  const row = rowOf(engine, itemId);
  expect(Object.keys(row).sort(), itemId).toEqual(Object.keys(expected).sort());
  for (const [target, strength] of Object.entries(expected))
    expect(row[target], `${itemId} -> ${target}`).toBeCloseTo(strength, 2);
}

describe('transitions', () => {
  const abc: LogRow[] = [
    ['s', 'a', 1],
    ['s', 'b', 2],
    ['s', 'c', 3],
  ];

  it('count what follows in full and what went before at `reverse`, both by distance^-beta', async () => {
    const engine = await fitted(abc);
    expectRow(engine, 'a', { b: 1, c: 0.5 });
    expectRow(engine, 'b', { a: 0.5, c: 1 });
    expectRow(engine, 'c', { a: 0.25, b: 0.5 });
  });

  it('count a basket of one moment in full both ways, and as one step', async () => {
    const engine = await fitted([
      ['s', 'a', 1],
      ['s', 'b', 2],
      ['s', 'c', 2],
      ['s', 'd', 3],
    ]);
    expectRow(engine, 'a', { b: 1, c: 1, d: 0.5 });
    expectRow(engine, 'b', { a: 0.5, c: 1, d: 1 });
    expectRow(engine, 'c', { a: 0.5, b: 1, d: 1 });
  });

  it('end at the window', async () => {
    const engine = await fitted(abc, { window: 1 });
    expectRow(engine, 'a', { b: 1 });
    expectRow(engine, 'c', { b: 0.5 });
  });

  it('ship no backward pair where `reverse` is 0', async () => {
    const again: LogRow[] = [...abc, ['s', 'b', 4], ['s', 'a', 5], ['s', 'b', 6]];
    const engine = await fitted(again, { reverse: 0, beta: 0, window: 2 });
    expectRow(engine, 'a', { b: 2, c: 1 });
    expectRow(engine, 'b', { a: 1, c: 1 });
    expectRow(engine, 'c', { a: 1, b: 1 });
  });

  it('take rows of one item in succession as one visit, and never lead from an item to itself', async () => {
    const engine = await fitted([
      ['s', 'a', 1],
      ['s', 'a', 2],
      ['s', 'b', 3],
      ['s', 'a', 4],
    ]);
    expectRow(engine, 'a', { b: 1.5 });
  });

  it('lead back to the item where `self` says so, from staying and from coming back', async () => {
    const rows: LogRow[] = [
      ['s', 'a', 1],
      ['s', 'a', 2],
      ['s', 'b', 3],
      ['s', 'a', 4],
    ];
    // Staying counts as one step, coming back over b as two.
    expectRow(await fitted(rows, { self: 0.5 }), 'a', { a: 0.5 * (1 + 1 / 2), b: 1.5 });
    expectRow(await fitted(rows, { self: 0.5 }), 'b', { a: 1.5 });
  });

  it('leave out what fewer shoppers than `support` had', async () => {
    const rows: LogRow[] = [
      ...abc,
      ['t', 'a', 1],
      ['t', 'b', 2],
      ['t', 'c', 3],
      ['t', 'd', 4],
      ['s', 'd', 5],
      ['s', 'd', 9],
    ];
    const more: LogRow[] = [...rows, ['u', 'a', 1], ['u', 'x', 2], ['u', 'a', 3], ['u', 'x', 4]];
    const engine = await fitted(more, { support: 2, beta: 0 });
    expect(Object.keys(rowOf(engine, 'a')).sort()).toEqual(['b', 'c', 'd']);
    expectRow(engine, 'x', {});
    expect(Object.keys(rowOf(await fitted(more, { support: 3 }), 'a'))).toEqual([]);
  });

  it('sum over shoppers, never across them', async () => {
    const engine = await fitted([...abc, ['t', 'a', 1], ['t', 'b', 2], ['u', 'd', 1]]);
    expectRow(engine, 'a', { b: 2, c: 0.5 });
    expectRow(engine, 'd', {});
  });

  it('let long histories speak less', async () => {
    const engine = await fitted(abc, { lengthPower: 1 });
    expectRow(engine, 'a', { b: 1 / 3, c: 1 / 6 });
  });

  it('divide a row by (sum + shrink)^rowPower', async () => {
    const engine = await fitted(abc, { rowPower: 1, shrink: 2.5 });
    expectRow(engine, 'a', { b: 1 / 4, c: 0.5 / 4 });
  });

  it('lift popular targets by (count + 1)^popularityPower', async () => {
    const engine = await fitted([...abc, ['t', 'c', 1]], { popularityPower: 1 });
    expectRow(engine, 'a', { b: 2, c: 1.5 });
  });

  it('fade with age: a pair as old as the span counts 1/e', async () => {
    const day = 86_400_000;
    const engine = await fitted(
      [
        ['old', 'a', 0],
        ['old', 'b', 1],
        ['new', 'a', 100 * day - 1],
        ['new', 'c', 100 * day],
      ],
      { tau: 1 },
      true,
    );
    expectRow(engine, 'a', { b: Math.exp(-1), c: 1 });
  });

  it('keep the strongest targets of a row', async () => {
    expectRow(await fitted(abc, { keep: 1 }), 'a', { b: 1 });
    expectRow(await fitted(abc, { keep: 1 }), 'c', { b: 0.5 });
  });

  it('lead a shopper on from the newest item, older ones decayed', async () => {
    const engine = await fitted(
      [
        ['s', 'a', 1],
        ['s', 'x', 2],
        ['t', 'b', 1],
        ['t', 'y', 2],
      ],
      { decay: 0.5 },
    );
    const view = (itemId: string, timestamp: number) => ({ itemId, event: 'purchase' as const, timestamp });
    const score = (history: ReturnType<typeof view>[], itemId: string) =>
      engine.recommend(history, { k: 4 }).items.find((item) => item.itemId === itemId)!.score;
    const history = [view('a', 1), view('b', 2)];
    expect(score(history, 'y')).toBe(1);
    expect(score(history, 'x')).toBeCloseTo(0.5, 6);
    expect(
      score(
        [...history].reverse().map((step, i) => ({ ...step, timestamp: i })),
        'x',
      ),
    ).toBe(1);
  });
});
