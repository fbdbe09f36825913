import { describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { itemKnn, neighbours } from './itemKnn.ts';

async function fitted(rows: readonly LogRow[]): Promise<Engine> {
  return (await trainEngine({ log: makeLog(rows), models: [itemKnn] }, { blend: { neighbours: 1 } })).engine;
}

describe('item-kNN', () => {
  const rows: LogRow[] = [
    ['1', 'a', 1],
    ['1', 'b', 2],
    ['2', 'b', 1],
    ['2', 'a', 2],
    ['2', 'a', 3],
    ['3', 'a', 1],
    ['3', 'c', 2],
    ['4', 'd', 1],
  ];

  it('is the cosine of sets of shoppers: order and buying again do not count', async () => {
    const { bundle, sources } = await fitted(rows);
    const strengths = (itemId: string) => {
      const row = sources.neighbours!.row(bundle.catalogue.numberOf(itemId));
      return Object.fromEntries(row.targets.map((target, i) => [bundle.catalogue.ids[target]!, row.strengths[i]!]));
    };
    expect(strengths('a').b).toBeCloseTo(2 / Math.sqrt(3 * 2), 2);
    expect(strengths('a').c).toBeCloseTo(1 / Math.sqrt(3 * 1), 2);
    expect(strengths('b').a).toBeCloseTo(2 / Math.sqrt(3 * 2), 2);
    // An item is its own nearest neighbour: where people buy again, the baseline may say so.
    expect(strengths('b')).toEqual({ a: expect.any(Number), b: expect.closeTo(1, 6) });
    expect(strengths('d')).toEqual({ d: 1 });
  });

  it('lets every item of the history count alike, however old', async () => {
    const engine = await fitted([...rows, ['5', 'd', 1], ['5', 'e', 2]]);
    const take = (itemId: string, timestamp: number) => ({ itemId, event: 'purchase' as const, timestamp });
    const shelf = (...ids: string[]) =>
      engine
        .recommend(ids.map(take), { k: 5 })
        .items.filter((item) => !item.isBackfill && item.score > 0)
        .map(({ itemId, score }) => [itemId, score]);
    expect(shelf('c', 'd')).toEqual(shelf('d', 'c'));
    expect(shelf('c', 'd').map(([itemId]) => itemId)).toEqual(['e', 'a']);
  });

  it('keeps 100 neighbours', async () => {
    const wide = Array.from({ length: 150 }, (_, i): LogRow => ['s', `i${i}`, i]);
    const { sources } = await fitted(wide);
    for (const item of [0, 75, 149]) expect(sources.neighbours!.row(item).targets.length).toBe(100);
  });
});

describe('neighbours', () => {
  const rows: LogRow[] = ['a', 'b', 'c', 'd'].flatMap((item, i): LogRow[] =>
    Array.from({ length: 12 }, (_, s): LogRow => [`s${s}`, item, s * 10 + i]).filter((_, s) => (s + i) % (i + 1) === 0),
  );
  const tableOf = async (settings: object) => {
    const { engine } = await trainEngine(
      { log: makeLog(rows), models: [neighbours], config: parseConfig({ neighbours: settings }) },
      { blend: { neighbours: 1 } },
    );
    return engine.bundle.catalogue.ids.map((_, item) => engine.sources.neighbours!.row(item));
  };

  it.each(['cosine', 'tf-idf', 'bm25'])(
    'never names an item beside itself by %s, and keeps as many as it is told',
    async (similarity) => {
      const table = await tableOf({ similarity, keep: 2 });
      table.forEach(({ targets }, item) => {
        expect(targets.length).toBe(2);
        expect(targets).not.toContain(item);
      });
    },
  );

  it('needs the support that the config names', async () => {
    const many = await tableOf({ support: 4 });
    const all = await tableOf({ support: 1 });
    const entries = (table: typeof all) => table.reduce((sum, { targets }) => sum + targets.length, 0);
    expect(entries(many)).toBeLessThan(entries(all));
    expect(entries(await tableOf({ support: 13 }))).toBe(0);
  });
});
