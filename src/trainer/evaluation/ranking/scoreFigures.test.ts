import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { ScoredCandidates } from './candidates.ts';
import { orderFigures } from './orderFigures.ts';
import { scoreFigures } from './scoreFigures.ts';

/** Cases of 20 candidates, each taken with the chance that `ranker` says; `factors` knows half of it. */
function draw(cases = 200): ScoredCandidates {
  const random = new Random(1, 'candidates');
  const rows = 20 * cases;
  const ranker = Float64Array.from({ length: rows }, () => 0.4 * random.next() * random.next());
  const labels = Uint8Array.from(ranker, (p) => (random.chance(p) ? 1 : 0));
  const factors = ranker.map((p) => (p + 0.4 * random.next() * random.next()) / 2);
  const offsets = Int32Array.from({ length: cases + 1 }, (_, one) => 20 * one);
  return {
    offsets,
    labels,
    scores: { ranker, factors, blend: ranker.map((p, row) => 0.9 * p + 0.1 * factors[row]!) },
    // One more than the candidates hold: nobody can list all.
    taken: Int32Array.from(
      { length: cases },
      (_, one) => 1 + labels.slice(20 * one, 20 * one + 20).reduce((a, b) => a + b, 0),
    ),
    shopperOf: Int32Array.from({ length: cases }, (_, one) => one >> 1),
  };
}

describe('scoreFigures', () => {
  const candidates = draw();

  it('measures every part with intervals around its figures', async () => {
    const figures = (await scoreFigures(candidates, 1))!;
    expect(figures).toMatchObject({
      cases: 200,
      candidates: 4000,
      taken: candidates.labels.reduce((a, b) => a + b, 0),
    });
    for (const [name, { metrics, intervals }] of Object.entries(figures.parts)) {
      expect(Object.keys(metrics)).toEqual([...Object.keys(intervals), 'ece']);
      for (const [metric, [low, high]] of Object.entries(intervals)) {
        expect(low, `${name} ${metric}`).toBeLessThan(metrics[metric]!);
        expect(high, `${name} ${metric}`).toBeGreaterThan(metrics[metric]!);
      }
    }
    const { offsets, labels, scores, taken } = candidates;
    const order = orderFigures({ offsets, labels, scores: scores.blend }, taken);
    const { metrics } = figures.parts.blend;
    expect(order).toEqual({
      auc: metrics.auc,
      averagePrecision: metrics.averagePrecision,
      p10: metrics['precision@10'],
      r10: metrics['recall@10'],
    });
    expect(metrics['recall@10']).toBeLessThan(orderFigures({ offsets, labels, scores: scores.blend }).r10);
  });

  it('tells the better part from the worse, and probabilities from guesses', async () => {
    const { gain, parts, chance, reliability, lift } = (await scoreFigures(candidates, 1))!;
    expect(gain.factors.auc!.interval[0]).toBeGreaterThan(0);
    expect(gain.factors['recall@10']!.mean).toBeCloseTo(
      parts.blend.metrics['recall@10']! - parts.factors.metrics['recall@10']!,
      12,
    );
    expect(gain.ranker.auc!.interval[0]).toBeLessThan(gain.factors.auc!.interval[0]);
    expect(parts.ranker.metrics.logLoss).toBeLessThan(chance.logLoss);
    expect(parts.ranker.metrics.brier).toBeLessThan(chance.brier);
    expect(reliability.ece).toBeLessThan(0.03);
    expect(lift[0]!.lift).toBeGreaterThan(2);
    expect(lift.reduce((sum, one) => sum + one.lift, 0)).toBeCloseTo(10, 8);
  });

  it('counts the threshold of training, or one of other shoppers than those it is counted on', async () => {
    const given = (await scoreFigures(candidates, 1, 0.1))!.confusion;
    expect(given).toMatchObject({ threshold: 0.1, chosenOn: 'validation' });
    const all = given.truePositives + given.falsePositives + given.falseNegatives + given.trueNegatives;
    expect(all).toBe(4000);
    const half = (await scoreFigures(candidates, 1))!.confusion;
    expect(half.chosenOn).toBe('half');
    expect(half.truePositives + half.falsePositives + half.falseNegatives + half.trueNegatives).toBe(2000);
    const alone = (await scoreFigures({ ...candidates, shopperOf: new Int32Array(200) }, 1))!.confusion;
    expect(alone).toMatchObject({ chosenOn: 'same', threshold: expect.any(Number) });
  });

  it('is nothing where nothing was taken, and plain JSON where something was', async () => {
    expect(await scoreFigures({ ...candidates, labels: new Uint8Array(4000) }, 1)).toBeUndefined();
    const figures = await scoreFigures(candidates, 1);
    expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
  });
});
