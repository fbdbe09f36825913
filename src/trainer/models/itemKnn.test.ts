import { describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/recommender.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { itemKnn } from './itemKnn.ts';

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
    expect(strengths('b')).toEqual({ a: expect.any(Number), b: 1 });
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
