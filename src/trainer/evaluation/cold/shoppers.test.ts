import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { measureColdShoppers, splitColdShoppers } from './shoppers.ts';

const eventWeights = { view_item: 1, purchase: 1 };
const log = makeLog(makeShop({ shoppers: 120, days: 20 }));

describe('cold shoppers', () => {
  it('are wholly held out, and asked for what came after their first three items', () => {
    const own: LogRow[] = ['a', 'b', 'a', 'c', 'b', 'd', 'e'].map((item, i): LogRow => ['new', item, i]);
    const all = makeLog([...own, ['few', 'a', 0], ['few', 'b', 1]]);
    const { earlier, newcomers } = splitColdShoppers(all, { seed: 1, share: 1, eventWeights });
    expect(newcomers).toHaveLength(1);
    expect(newcomers[0]!.clicks.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
    expect([...newcomers[0]!.taken]).toEqual(['d', 'e']);
    expect(Array.from(earlier.shopper, (shopper) => earlier.shoppers[shopper])).toEqual(['few', 'few']);
  });

  it('are measured after each click on the same target', () => {
    const split = splitColdShoppers(log, { seed: 1, share: 0.5, eventWeights });
    expect(split.newcomers.length).toBeGreaterThan(5);
    const asked: number[] = [];
    const engine: Pick<Engine, 'recommend'> = {
      recommend(history) {
        asked.push(history.length);
        const items =
          history.length === 2 ? [...split.newcomers[(asked.length - 1) % split.newcomers.length]!.taken] : [];
        return { items: items.map((itemId) => ({ itemId })) } as never;
      },
    };
    const { after, newcomers } = measureColdShoppers(engine, split);
    expect(newcomers).toBe(split.newcomers.length);
    expect(after.map(({ clicks }) => clicks)).toEqual([0, 1, 2, 3]);
    expect(after.map(({ ndcg }) => ndcg > 0)).toEqual([false, false, true, false]);
    expect(new Set(asked)).toEqual(new Set([0, 1, 2, 3]));
  });
});
