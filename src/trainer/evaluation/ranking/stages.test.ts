import { beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../../progress.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { makeShop } from '../../tables/makeShop.ts';
import { trainEngine } from '../../trainEngine.ts';
import type { Asked } from '../lists.ts';
import { measureEngine } from '../measure.ts';
import { splitAt } from '../protocols/temporal.ts';
import { hasRanker, measureStages, rankingReport } from './stages.ts';
import { withRanker } from './withRanker.test-support.ts';

const split = splitAt(makeLog(makeShop()), 45 * 86_400_000, { purchase: 1 });
const measuring = { cutoffs: [5, 10], seed: 1, progress: silent };
let plain: Asked;

beforeAll(async () => {
  ({ engine: plain } = await trainEngine({ log: split.earlier }, { blend: { transitions: 1 }, repeats: 'allow' }));
}, 30_000);

describe('measureStages', () => {
  it('asks once where there is no ranker', async () => {
    let asked = 0;
    const engine: Asked = {
      ...plain,
      recommend: (log, request) => {
        asked++;
        return plain.recommend(log, request);
      },
    };
    const ours = await measureEngine(engine, split, measuring);
    const before = asked;
    const stages = await measureStages(engine, split, ours, measuring);
    expect(hasRanker(engine)).toBe(false);
    expect(stages.retrieval).toBe(ours);
    expect(stages.scores).toBeUndefined();
    expect(asked).toBe(before);
    const { all, onlyNew } = stages.candidateRecall;
    expect(all.mean).toBeGreaterThanOrEqual(ours.all.metrics['recall@10']!);
    expect(onlyNew.mean).toBeGreaterThanOrEqual(ours.onlyNew.metrics['recall@10']!);
  });

  it('asks the same cases again without ranking, and tells what ranking lost or gained', async () => {
    // A ranker that prefers low numbers, whatever the shopper does, is worse than the retrieval.
    const engine = withRanker(plain, (itemId) => -Number(itemId.slice(1)) / 10);
    const ours = await measureEngine(engine, split, measuring);
    const stages = await measureStages(engine, split, ours, measuring);
    expect(hasRanker(engine)).toBe(true);
    expect(stages.retrieval.all.metrics).toEqual((await measureEngine(plain, split, measuring)).all.metrics);
    const card = { share: 0.2, validation: { threshold: 0.3 } };
    const report = rankingReport(ours, stages.retrieval, measuring, stages, { ranker: card });
    const gain = report.gain.metrics['ndcg@10']!;
    expect(gain.mean).toBeCloseTo(ours.all.metrics['ndcg@10']! - stages.retrieval.all.metrics['ndcg@10']!, 12);
    expect(gain.interval[1]).toBeLessThan(0);
    expect(report.gain.newItems['ndcg@10']!.mean).not.toBe(gain.mean);
    expect(Object.keys(report.gain.metrics)).toHaveLength(8);
    expect(report.card).toEqual(card);
    const { parts, confusion } = report.scores!;
    expect(parts.factors.metrics.auc).toBeGreaterThan(parts.ranker.metrics.auc!);
    expect(confusion.chosenOn).toBe('half');
  });

  it('counts the threshold that training chose', async () => {
    const engine = withRanker(plain, () => 0);
    const { manifest } = engine.bundle;
    const params = { ranker: { share: 0, validation: { threshold: 0.45 } } };
    const chosen: Asked = {
      ...engine,
      bundle: { ...engine.bundle, manifest: { ...manifest, card: { ...manifest.card, params } } },
    };
    const ours = await measureEngine(chosen, split, measuring);
    const { scores } = await measureStages(chosen, split, ours, measuring);
    expect(scores!.confusion).toMatchObject({ threshold: 0.45, chosenOn: 'validation' });
  });
});
