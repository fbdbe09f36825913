import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import type { Trained, TrainInput } from '../train.ts';
import { type BenchmarkInput, benchmark } from './benchmark.ts';
import type { BenchmarkReport } from './report.ts';

/** Every bundle that a benchmark trains. */
const trained = vi.hoisted(() => [] as Trained[]);

vi.mock('../train.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../train.ts')>();
  return {
    ...real,
    trainBundle: async (input: TrainInput) => {
      const result = await real.trainBundle(input);
      trained.push(result);
      return result;
    },
  };
});

// Each trains four bundles.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  trained.length = 0;
});

const DAY = 86_400_000;
const DAYS = 15;
const config = parseConfig({ als: { dimensions: 16, alpha: 0.1 } });

// One setting is left to be learned, so that a report of the config alone would show.
const temporal = (rows: readonly LogRow[], rest: Partial<BenchmarkInput> = {}): Promise<BenchmarkReport> =>
  benchmark({ protocol: 'temporal', log: makeLog(rows), days: DAYS, config, ...rest });

const bytesOf = (all: readonly Trained[]) => all.map(({ packed }) => packed.files);

const shop = makeShop();
const end = Math.max(...shop.map(([, , time]) => time));
const cut = end - DAYS * DAY;

describe('benchmark', () => {
  it('lets nothing of the later part into any bundle, ours or the baselines', async () => {
    await temporal(shop);
    const before = bytesOf(trained.splice(0));
    // Other items, new items and crowds of new shoppers after the cut; only the very end stays, which is what sets the cut.
    const later = shop
      .filter(([, , time]) => time >= cut)
      .map(([shopper, , time], i): LogRow => [shopper, i % 2 ? 'a-late-novelty' : 'i39', time]);
    const crowd = Array.from({ length: 5000 }, (_, i): LogRow => [`a-late-shopper-${i}`, 'i39', end - i]);
    const earlier = shop.filter(([, , time]) => time < cut);
    const changed = [...earlier, ...later, ...crowd, ['s000', 'i01', end] satisfies LogRow];
    await temporal(changed);
    const after = bytesOf(trained);
    expect(before.length).toBe(4);
    expect(after).toEqual(before);
  });

  it('takes neither the stock nor the novelties of a later catalogue for knowledge', async () => {
    const log = makeLog(shop);
    const run = (input: Partial<BenchmarkInput> = {}) =>
      benchmark({ protocol: 'temporal', log, days: DAYS, config, ...input });
    const { metrics, newItems, baselines } = await run();
    const today = [
      ...log.items.slice(5).map((itemId, i) => ({ itemId, title: itemId, inStock: i % 2 === 0 })),
      ...Array.from({ length: 50 }, (_, i) => ({ itemId: `novelty-${i}`, inStock: true })),
    ];
    expect(await run({ catalogue: today })).toMatchObject({ metrics, newItems, baselines });
    expect(await run({ log: { ...log, catalogue: today } })).toMatchObject({ metrics, newItems, baselines });
  });

  it('feels a change before the cut', async () => {
    await temporal(shop);
    const before = bytesOf(trained.splice(0));
    await temporal([...shop, ['s000', 'i01', cut - 1]]);
    expect(bytesOf(trained)[0]).not.toEqual(before[0]);
  });

  it('beats every baseline, intervals of the gain apart from 0, where order tells', async () => {
    const { metrics, baselines, intervals } = await temporal(shop);
    for (const name of ['popularity', 'buy-again']) {
      expect(metrics['ndcg@10'], name).toBeGreaterThan(baselines[name]!.metrics['ndcg@10']!);
      expect(intervals.gain['newItems.ndcg@10']![name]!.interval[0], name).toBeGreaterThan(0);
    }
  });

  it('reports all that the command promises, with intervals around the means', async () => {
    const report = await temporal(shop);
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining(
        'protocol metrics newItems baselines intervals bundleBytes trainSeconds peakRssBytes rows model params'.split(
          ' ',
        ),
      ),
    );
    const names = 'recall precision hit ndcg mrr map ap auc coverage gini novelty popularity popularityBias serendipity'
      .split(' ')
      .flatMap((name) => [`${name}@10`, `${name}@20`]);
    const all = [report, ...Object.values(report.baselines)];
    for (const { metrics, newItems } of all) {
      expect(Object.keys(metrics).sort()).toEqual([...names].sort());
      expect(Object.keys(newItems).sort()).toEqual([...names].sort());
    }
    expect(Object.keys(report.baselines)).toEqual(['popularity', 'item-knn', 'buy-again']);
    for (const [name, [low, high]] of Object.entries(report.intervals.metrics)) {
      expect(low, name).toBeLessThanOrEqual(report.metrics[name]!);
      expect(high, name).toBeGreaterThanOrEqual(report.metrics[name]!);
    }
    expect(report.retrievalMetrics!['ndcg@10']).toBeGreaterThan(0);
    expect(report.candidateRecall!.all).toBeGreaterThanOrEqual(report.retrievalMetrics!['recall@20']!);
    expect(report.intervals.candidateRecall!.all[0]).toBeLessThanOrEqual(report.candidateRecall!.all);
    expect(report.protocol).toBe('temporal');
    expect(report.rows).toBe(shop.length);
    expect(report.bundleBytes).toBe(
      [...trained[0]!.packed.files.values()].reduce((sum, { length }) => sum + length, 0),
    );
    expect(report.peakRssBytes).toBeGreaterThan(10e6);
    const { als } = trained[0]!.learned.config;
    expect(report.params).toMatchObject({ seed: 1, als, serving: { blend: trained[0]!.learned.blend } });
  });

  it('gives the same figures for the same seed', async () => {
    const { metrics, newItems, baselines, intervals } = await temporal(shop);
    expect(await temporal(shop)).toMatchObject({ metrics, newItems, baselines, intervals });
  });

  it('measures a shop where nobody takes anything new', async () => {
    const rows = Array.from({ length: 30 }, (_, s) =>
      Array.from({ length: 30 }, (_, day): LogRow => [`s${s}`, `i${s % 5}`, 2 * day * DAY]),
    ).flat();
    const { shoppers, newItems, intervals, metrics } = await temporal(rows);
    expect(shoppers).toEqual({ all: 30, newItems: 0 });
    expect(metrics['hit@10']).toBe(1);
    expect(newItems['ndcg@10']).toBe(0);
    expect(intervals.gain['newItems.ndcg@10']!.popularity).toEqual({ mean: 0, interval: [0, 0], p: 1 });
  });

  it.each([
    ['a log without a clock', () => ({ log: makeLog(shop, { hasTimes: false }), days: DAYS })],
    ['a later part as long as the log', () => ({ log: makeLog(shop), days: 1000 })],
    [
      'no shopper on both sides',
      () => ({
        log: makeLog([
          ['a', 'x', 0],
          ['a', 'y', 1],
          ['b', 'x', 40 * DAY],
        ]),
        days: DAYS,
      }),
    ],
  ])('refuses %s', async (_, input) => {
    await expect(benchmark({ protocol: 'temporal', ...input(), config })).rejects.toMatchObject({
      code: 'TOO_LITTLE_DATA',
    });
  });
});
