import { describe, expect, it, vi } from 'vitest';
import { keepExact } from '../../engine/kernels/exact.ts';
import { loadKernels } from '../kernels.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { trainEngine } from '../trainEngine.ts';
import { floatTwin } from './floatTwin.ts';

vi.setConfig({ testTimeout: 30_000 });
const blend = { factors: 1, transitions: 1 };

describe('floatTwin', () => {
  it('answers as the bundle does but for rounding, from numbers that are not those of the bundle', async () => {
    keepExact(true);
    const { engine } = await trainEngine({ log: makeLog(makeShop()) }, { blend, repeats: 'allow' });
    const { engine: twin, replaced } = floatTwin(engine, await loadKernels(), keepExact(false));
    expect(replaced).toEqual(expect.arrayContaining(['transitions', 'factors']));
    const history = ['i01', 'i02', 'i03'].map((itemId, i) => ({ itemId, event: 'purchase' as const, timestamp: i }));
    const [ours, float] = [engine, twin].map((one) => one.recommend(history, { k: 10, now: 1e12 }).items);
    const shared = ours!.filter(({ itemId }) => float!.some((other) => other.itemId === itemId));
    expect(shared.length).toBeGreaterThan(8);
    for (const { itemId, score } of shared) {
      const other = float!.find((one) => one.itemId === itemId)!;
      expect(Math.abs(score - other.score)).toBeLessThan(0.05);
    }
    expect(ours!.map(({ score }) => score)).not.toEqual(float!.map(({ score }) => score));
  });

  it('is the bundle itself where nothing was kept', async () => {
    const { engine } = await trainEngine({ log: makeLog(makeShop()) }, { blend, repeats: 'allow' });
    const { engine: twin, replaced } = floatTwin(engine, await loadKernels(), { vectors: [], tables: [] });
    expect(replaced).toEqual([]);
    const history = [{ itemId: 'i05', event: 'purchase' as const, timestamp: 1 }];
    expect(twin.recommend(history, { k: 10 })).toEqual(engine.recommend(history, { k: 10 }));
  });
});
