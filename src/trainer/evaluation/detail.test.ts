import { beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../progress.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { trainEngine } from '../trainEngine.ts';
import { curvesOf, detailOf } from './detail.ts';
import { type Evaluation, evaluateCases } from './evaluate.ts';
import { knownItems } from './knownItems.ts';
import type { Asked } from './lists.ts';
import { splitAt } from './protocols/temporal.ts';
import type { EvaluationDetail } from './report.ts';

const split = splitAt(makeLog(makeShop()), 45 * 86_400_000, { purchase: 1 });
let engine: Asked;
let evaluation: Evaluation;
let detail: EvaluationDetail;

beforeAll(async () => {
  ({ engine } = await trainEngine({ log: split.earlier }, { blend: { transitions: 1 }, repeats: 'allow' }));
  const known = knownItems(split.earlier, engine.bundle.catalogue, { purchase: 1 });
  const question = { aspect: 'all' as const, now: split.now, seed: 1, known };
  evaluation = await evaluateCases(engine, split.cases, [5, 10], question, silent);
  detail = await detailOf(engine, evaluation, { k: 10, seed: 1, now: split.now, known, sessionGapMinutes: 30 });
}, 30_000);

describe('curvesOf', () => {
  it('meets the metrics at their cut-offs', () => {
    const curves = curvesOf(evaluation);
    expect(curves.k).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const name of ['recall', 'precision', 'hit', 'ndcg'] as const)
      for (const k of [5, 10])
        expect(curves[name][k - 1], `${name}@${k}`).toBeCloseTo(evaluation.metrics[`${name}@${k}`]!, 10);
  });
});

describe('detailOf', () => {
  it('counts every place of every list once', () => {
    const { counts, tenths, items } = detail.exposure;
    const places = evaluation.lists.items.filter((item) => item >= 0).length;
    expect(counts.reduce((a, b) => a + b, 0)).toBe(places);
    expect(counts.length / items).toBeCloseTo(evaluation.metrics['coverage@10']!, 12);
    for (const key of ['interactions', 'shown'] as const)
      expect(tenths.reduce((sum, tenth) => sum + tenth[key], 0)).toBeCloseTo(1, 10);
    expect(tenths[0]!.interactions).toBeGreaterThan(tenths[9]!.interactions);
    const { hits, misses, edges } = detail.scores;
    expect([...hits, ...misses].reduce((a, b) => a + b, 0)).toBe(places);
    expect(edges.length).toBe(hits.length + 1);
    expect(hits.reduce((a, b) => a + b, 0) / places).toBeCloseTo(evaluation.metrics['precision@10']!, 10);
  });

  it('scores hits above misses where order tells', () => {
    expect(detail.scores.auc).toBeGreaterThan(0.6);
  });

  it('shows ten shoppers with their lists, the same for the same seed', async () => {
    expect(detail.examples.length).toBe(10);
    for (const { shopper, list, taken, history, historyLength } of detail.examples) {
      const one = evaluation.counted.find((each) => each.shopper === shopper)!;
      expect(historyLength).toBe(one.history.length);
      expect(history[0]!.itemId).toBe(one.history.at(-1)!.itemId);
      expect(list.map(({ itemId, isHit }) => [itemId, isHit])).toEqual(
        list.map(({ itemId }) => [itemId, one.taken.has(itemId)]),
      );
      expect(taken.every(({ itemId }) => one.taken.has(itemId))).toBe(true);
      expect(list[0]).toMatchObject({ score: expect.any(Number), reason: expect.any(String) });
    }
    const again = await detailOf(engine, evaluation, { k: 10, seed: 1, now: split.now });
    expect(again.examples).toEqual(detail.examples);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(detail))).toEqual(detail);
  });
});
