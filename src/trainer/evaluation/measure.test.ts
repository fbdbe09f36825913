import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { silent } from '../progress.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { type Measured, measureTrained, type Task } from './measure.ts';
import { floatCost, measureFloat } from './measureFloat.ts';
import { splitFor } from './protocols/splitFor.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const config = parseConfig({ als: { dimensions: 16 }, sources: ['factors', 'transitions'] });
const log = makeLog(makeShop());
const task: Task = {
  test: splitFor('temporal', log, config),
  catalogue: [],
  cutoffs: [5, 10],
  config,
  progress: silent,
};
let measured: Measured;
beforeAll(async () => {
  measured = await measureTrained(task);
});

describe('measureTrained', () => {
  it('knows of the log what came before, and nothing else', () => {
    const { window, counts } = measured.trained.packed.manifest;
    expect(Date.parse(window.to)).toBeLessThan(task.test.now);
    expect(counts.interactions).toBe(task.test.earlier.item.length);
    expect(measured.known.takers.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
  });

  it('asks in both aspects, and in one where the protocol masks what is known', async () => {
    expect(measured.onlyNew).not.toBe(measured.all);
    expect(measured.all.metrics['ndcg@10']).toBeGreaterThan(0.1);
    const masked = await measureTrained({ ...task, test: { ...task.test, repeats: 'exclude' } });
    expect(masked.onlyNew).toBe(masked.all);
  });
});

describe('measureFloat', () => {
  it('tells what rounding costs, which is little', async () => {
    const pair = await measureFloat(task, measured.trained);
    const { replaced, cases, metrics, int8, cost } = floatCost([pair], task.cutoffs, 1);
    expect(replaced).toEqual(expect.arrayContaining(['transitions']));
    expect(cases).toBe(measured.all.counted.length);
    expect(int8['ndcg@10']).toBeCloseTo(measured.all.metrics['ndcg@10']!, 12);
    expect(cost['ndcg@10']!.mean).toBeCloseTo(metrics['ndcg@10']! - int8['ndcg@10']!, 12);
    expect(Math.abs(cost['ndcg@10']!.mean)).toBeLessThan(0.01);
  });
});
