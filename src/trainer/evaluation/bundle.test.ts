import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig } from '../config.ts';
import { silent } from '../progress.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { splitByTime } from '../tables/split.ts';
import { trainEngine } from '../trainEngine.ts';
import { evaluateBundle } from './bundle.ts';
import { makeCases } from './cases.ts';
import { evaluateCases } from './evaluate.ts';
import { knownItems } from './knownItems.ts';
import { withRanker } from './ranking/withRanker.test-support.ts';

const DAY = 86_400_000;
const cut = 45 * DAY;
const log = makeLog(makeShop());
const { earlier, later } = splitByTime(log, cut);
let engine: Engine;

beforeAll(async () => {
  ({ engine } = await trainEngine(
    { log: earlier, config: parseConfig({ als: { dimensions: 16 } }) },
    { blend: { factors: 0.5, transitions: 1 }, repeats: 'exclude' },
  ));
});

const evaluate = (input: Partial<Parameters<typeof evaluateBundle>[0]> = {}) =>
  evaluateBundle({ bundle: engine.bundle, log, cutoffs: [5, 10], seed: 1, ...input });

describe('evaluateBundle', () => {
  it('predicts what comes after the window from what came before it', async () => {
    const report = await evaluate();
    const cases = makeCases(earlier, later, engine.bundle.manifest.serving.eventWeights);
    const windowEnd = Date.parse(engine.bundle.manifest.window.to) + 1;
    const question = { aspect: 'all' as const, now: windowEnd, seed: 1 };
    const known = knownItems(earlier, engine.bundle.catalogue, engine.bundle.manifest.serving.eventWeights);
    const { metrics, shoppers, intervals } = await evaluateCases(
      engine,
      cases,
      [5, 10],
      { ...question, known },
      silent,
    );
    expect(report).toMatchObject({ protocol: 'after the window', metrics, rows: log.item.length, unknownTargets: 0 });
    expect(report.shoppers.all).toBe(shoppers);
    expect(report.intervals.metrics).toEqual(intervals);
    expect(report.bundleVersion).toBe(engine.bundle.manifest.bundleVersion);
  });

  it('finds the same with the history in a file of its own', async () => {
    const { rows: _, ...together } = await evaluate();
    expect(await evaluate({ log: later, history: earlier })).toMatchObject(together);
  });

  it('says so where targets lie in the window that the bundle was trained on', async () => {
    const { protocol } = await evaluate({ log: earlier, history: earlier });
    expect(protocol).toBe('after the history, targets from the training window among them');
  });

  it('splits each history where all events are later and nothing is known from before', async () => {
    const report = await evaluate({ log: later });
    expect(report.protocol).toBe('fold-in, last 20 % of each history');
    expect(report.metrics['hit@10']).toBeGreaterThan(0.3);
    const noClock = await evaluate({ log: { ...log, hasTimes: false } });
    expect(noClock.protocol).toBe(report.protocol);
  });

  it('counts targets that the bundle does not know as misses, and says their share', async () => {
    const known = [...new Set(later.shopper)].map((s) => log.shoppers[s]!);
    const alien = known.map((shopper): LogRow => [shopper, 'alien', 70 * DAY]);
    const report = await evaluate({ log: makeLog(alien), history: earlier });
    expect(report.unknownTargets).toBe(1);
    expect(report.metrics).toMatchObject({ 'recall@10': 0, 'ndcg@10': 0 });
    const half = await evaluate({
      log: makeLog([...alien, ...known.map((shopper): LogRow => [shopper, 'i01', 70 * DAY])]),
      history: earlier,
    });
    expect(half.unknownTargets).toBe(0.5);
  });

  it('says what ranking adds where the bundle has a ranker, and asks once where it has none', async () => {
    const plain = await evaluate();
    expect(plain.ranking).toBeUndefined();
    expect(plain.retrievalMetrics).toEqual(plain.metrics);
    expect(plain.candidateRecall!.all).toBeGreaterThanOrEqual(plain.metrics['recall@10']!);
    const ranked = withRanker(engine, (itemId) => -Number(itemId.slice(1)) / 10);
    const report = await evaluate({ engine: ranked });
    expect(report.retrievalMetrics).toEqual(plain.metrics);
    expect(report.retrievalNewItems).toEqual(plain.newItems);
    expect(report.candidateRecall).toEqual(plain.candidateRecall);
    expect(report.intervals.retrieval).toEqual({
      metrics: plain.intervals.metrics,
      newItems: plain.intervals.newItems,
    });
    expect(report.metrics['ndcg@10']).toBeLessThan(plain.metrics['ndcg@10']!);
    const { gain, scores } = report.ranking!;
    expect(gain.metrics['ndcg@10']!.mean).toBeCloseTo(report.metrics['ndcg@10']! - plain.metrics['ndcg@10']!, 12);
    expect(scores!.cases).toBe(report.cases.all);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('refuses events none of which is later than the window', async () => {
    await expect(evaluate({ log: earlier })).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
  });
});
