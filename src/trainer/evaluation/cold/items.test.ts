import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { silent } from '../../progress.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { splitAt } from '../protocols/temporal.ts';
import { type ColdItemsSplit, holdOutItems, measureColdItems } from './items.ts';

const DAY = 86_400_000;
const eventWeights = { view_item: 1, purchase: 1 };
const log = makeLog(makeShop({ shoppers: 120, days: 40 }));
const whole = splitAt(log, 25 * DAY, eventWeights);
const asking = { seed: 1, progress: silent };

/** Answers the same to everybody. */
const saying = (ids: readonly string[]): Pick<Engine, 'recommend' | 'rerank'> => ({
  recommend: (_history, { k }) => ({ items: ids.slice(0, k).map((itemId) => ({ itemId })) }) as never,
  rerank: (asked) => [...asked].sort(),
});

describe('holdOutItems', () => {
  const file = [{ itemId: whole.earlier.items[0]!, title: 'first', inStock: false }];
  const split = holdOutItems(whole, file, { seed: 1, share: 0.3, eventWeights });
  const cold = new Set(split.cold);

  it('lets nothing of an item that is held out reach training but what is written of it', () => {
    expect(cold.size).toBeGreaterThan(3);
    expect(split.earlier.items.filter((id) => cold.has(id))).toEqual([]);
    expect(split.earlier.item.length).toBeLessThan(whole.earlier.item.length);
    expect(split.earlier.catalogue).toEqual([]);
    expect(split.catalogue.map(({ itemId }) => itemId)).toEqual(whole.earlier.items);
    expect(split.catalogue[0]).toMatchObject({ title: 'first' });
    expect(split.catalogue.every((row) => row.inStock === undefined)).toBe(true);
  });

  it('asks for those items alone, where they are new to the shopper, from the rest of the history', () => {
    const before = new Map(whole.cases.map((one) => [one.shopper, one]));
    expect(split.cases.length).toBeGreaterThan(10);
    for (const { shopper, history, taken } of split.cases) {
      const { takenNew, history: all } = before.get(shopper)!;
      expect([...taken]).toEqual([...takenNew].filter((id) => cold.has(id)));
      expect(history).toEqual(all.filter(({ itemId }) => !cold.has(itemId)));
      expect(history.length).toBeGreaterThan(0);
    }
  });

  it('hands them over in no order of their ids', () => {
    expect(split.cold).not.toEqual([...split.cold].sort());
  });

  it('is the same for a seed', () => {
    const again = (seed: number) => holdOutItems(whole, [], { seed, share: 0.3, eventWeights }).cold;
    expect(again(2)).toEqual(again(2));
    expect(again(2)).not.toEqual(split.cold);
  });
});

describe('measureColdItems', () => {
  const taken = (shopper: string, ids: string[]) => ({
    ...{ shopper, history: [] },
    ...{ taken: new Set(ids), takenNew: new Set(ids) },
  });
  const split: ColdItemsSplit = {
    ...{ earlier: log, catalogue: [], cold: ['a', 'b', 'c', 'd'], now: 0 },
    cases: [taken('s', ['a']), taken('t', ['c', 'b']), taken('t', ['d'])],
  };

  it('counts hits among the new and among all', async () => {
    const report = await measureColdItems(saying(['x', 'c', 'y']), split, { ...asking, k: 2 });
    // Among the new every shopper sees a, b; among all x, c.
    expect(report.amongNew.metrics['recall@2']).toBeCloseTo((1 + 0.5 + 0) / 3, 12);
    expect(report.amongAll.metrics['recall@2']).toBeCloseTo((0 + 0.5 + 0) / 3, 12);
    const second = 1 / Math.log2(3);
    expect(report.amongNew.metrics['ndcg@2']).toBeCloseTo((1 + second / (1 + second)) / 3, 12);
    expect(report.amongNew.metrics['hit@2']).toBeCloseTo(2 / 3, 12);
    expect(report).toMatchObject({ items: 4, cases: 3, shoppers: 2, chance: 0.5 });
    // Shoppers are drawn, with all their cases: s has 1, t a mean of 0.25.
    expect(report.amongNew.intervals['recall@2']).toEqual([0.25, 1]);
  });

  it('has figures of 0 where there is no case', async () => {
    const none = await measureColdItems(saying([]), { ...split, cases: [] }, asking);
    expect(none.amongAll).toEqual({
      metrics: { 'recall@20': 0, 'ndcg@20': 0, 'hit@20': 0 },
      intervals: { 'recall@20': [0, 0], 'ndcg@20': [0, 0], 'hit@20': [0, 0] },
    });
  });

  it('awaits an encoder that answers in its own time', async () => {
    let isReady = false;
    const engine = {
      ...saying(['x']),
      prepare: async () => {
        isReady = true;
      },
      rerank: (asked: readonly string[]) => (isReady ? [...asked].sort() : []),
    };
    expect((await measureColdItems(engine, split, { ...asking, k: 2 })).amongNew.metrics['recall@2']).toBeGreaterThan(
      0,
    );
  });
});
