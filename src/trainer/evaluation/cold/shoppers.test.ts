import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { silent } from '../../progress.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { measureColdShoppers, newcomersOf } from './shoppers.ts';

const eventWeights = { view_item: 1, purchase: 1 };
const rows: LogRow[] = [
  ...['a', 'b', 'a', 'c', 'b', 'd', 'e'].map((item, i): LogRow => ['new', item, i]),
  ...['a', 'b', 'c', 'f'].map((item, i): LogRow => ['other', item, i]),
  ...['a', 'b', 'c', 'f'].map((item, i): LogRow => ['trained', item, i]),
  ['few', 'a', 0],
  ['few', 'b', 1],
];

describe('newcomersOf', () => {
  it('takes whom training does not know, and what they took after their first three items', () => {
    const newcomers = newcomersOf(makeLog(rows), ['trained'], eventWeights);
    expect(newcomers.map(({ shopper }) => shopper)).toEqual(['new', 'other']);
    const [first] = newcomers;
    expect(first!.clicks.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
    expect([...first!.taken]).toEqual(['d', 'e']);
    expect(first!.now).toBe(3);
  });

  it('knows of no moment where there is no clock', () => {
    const [first] = newcomersOf(makeLog(rows, { hasTimes: false }), [], eventWeights);
    expect(first!.now).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('measureColdShoppers', () => {
  it('asks after each click for the same target', async () => {
    const newcomers = newcomersOf(makeLog(rows), ['trained'], eventWeights);
    const asked: { length: number; now: number | undefined }[] = [];
    const engine: Pick<Engine, 'recommend'> = {
      recommend(history, { now }) {
        asked.push({ length: history.length, now });
        const ids = { 0: [], 1: ['x', 'd'], 2: ['d'], 3: ['d', 'e', 'f'] }[history.length]!;
        return { items: ids.map((itemId) => ({ itemId })) } as never;
      },
    };
    const report = await measureColdShoppers(engine, newcomers, { seed: 1, progress: silent });
    expect(report).toMatchObject({ k: 10, newcomers: 2 });
    expect(report.after.map(({ clicks }) => clicks)).toEqual([0, 1, 2, 3]);
    // Of d and e the first newcomer is shown none, one, one, both; of f the second is shown nothing until the last.
    expect(report.after.map(({ metrics }) => metrics['recall@10'])).toEqual([0, 0.25, 0.25, 1]);
    const [second, third] = [1 / Math.log2(3), 1 / Math.log2(4)];
    [0, second / (1 + second) / 2, 1 / (1 + second) / 2, (1 + third) / 2].forEach((ndcg, at) => {
      expect(report.after[at]!.metrics['ndcg@10']).toBeCloseTo(ndcg, 12);
    });
    expect(report.after[1]!.intervals['recall@10']).toEqual([0, 0.5]);
    expect(asked.slice(0, 4)).toEqual([0, 1, 2, 3].map((length) => ({ length, now: 3 })));
  });
});
