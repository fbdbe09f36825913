import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { measureColdItems, splitColdItems } from './items.ts';

const eventWeights = { view_item: 1, purchase: 1 };
const rows = makeShop({ shoppers: 120, days: 20 });
const log = makeLog(rows);
/** Answers the same to everybody. */
const saying = (ids: readonly string[]): Pick<Engine, 'recommend' | 'rerank'> => ({
  recommend: (_history, { k }) => ({ items: ids.slice(0, k).map((itemId) => ({ itemId })) }) as never,
  rerank: (asked) => [...asked].sort(),
});

describe('splitColdItems', () => {
  const split = splitColdItems(log, [{ itemId: log.items[0]!, title: 'first', inStock: false }], {
    seed: 1,
    share: 0.3,
    eventWeights,
  });
  const cold = new Set(split.cold);

  it('lets nothing of an item that is held out reach training but what is written of it', () => {
    expect(cold.size).toBeGreaterThan(3);
    for (const item of split.earlier.item) expect(cold.has(split.earlier.items[item]!)).toBe(false);
    expect(split.earlier.catalogue).toEqual([]);
    expect(split.catalogue.map(({ itemId }) => itemId)).toEqual(log.items);
    expect(split.catalogue[0]).toMatchObject({ title: 'first' });
    expect(split.catalogue.every((row) => row.inStock === undefined)).toBe(true);
  });

  it('asks for those items alone, from the rest of the history', () => {
    expect(split.cases.length).toBeGreaterThan(10);
    for (const { history, taken } of split.cases) {
      expect([...taken].every((id) => cold.has(id))).toBe(true);
      expect(history.length).toBeGreaterThan(0);
      expect(history.some(({ itemId }) => cold.has(itemId))).toBe(false);
    }
  });

  it('is the same for a seed', () => {
    const again = () => splitColdItems(log, [], { seed: 2, share: 0.3, eventWeights }).cold;
    expect(again()).toEqual(again());
    expect(again()).not.toEqual(split.cold);
  });
});

it('measureColdItems counts hits among the new and among all', () => {
  const taken = (ids: string[]) => ({ shopper: 's', history: [], taken: new Set(ids), takenNew: new Set(ids) });
  const split = {
    earlier: log,
    catalogue: [],
    cold: ['a', 'b', 'c', 'd'],
    cases: [taken(['a']), taken(['c', 'b'])],
    now: 0,
  };
  const report = measureColdItems(saying(['x', 'c', 'y']), split, 2);
  // Among the new every shopper sees a, b; among all x, c.
  expect(report.amongCold.recall).toBeCloseTo((1 + 0.5) / 2, 12);
  expect(report.amongAll.recall).toBeCloseTo((0 + 0.5) / 2, 12);
  const second = 1 / Math.log2(3);
  expect(report.amongCold.ndcg).toBeCloseTo((1 + second / (1 + second)) / 2, 12);
  expect(report).toMatchObject({ items: 4, cases: 2, chance: 0.5 });
  expect(measureColdItems(saying([]), { ...split, cases: [] }).amongAll).toEqual({ recall: 0, ndcg: 0 });
});
