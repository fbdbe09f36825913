import { describe, expect, it } from 'vitest';
import type { EvaluationCase } from './cases.ts';
import type { Evaluation } from './evaluate.ts';
import { figuresOf } from './figures.ts';
import { mean } from './metrics.ts';
import type { Stages } from './ranking/stages.ts';

/** An evaluation in nDCG@10 alone, a shopper a value. */
function evaluation(...values: number[]): Evaluation {
  const column = Float64Array.from(values);
  const counted = values.map((_, i) => ({ shopper: `s${i}` }) as EvaluationCase);
  return {
    counted,
    shoppers: counted.length,
    lists: { k: 10, items: new Int32Array(), scores: new Float32Array() },
    relevant: [],
    metrics: { 'ndcg@10': mean(column) },
    intervals: { 'ndcg@10': [0, 1] },
    values: { 'ndcg@10': column },
    shopperOf: Int32Array.from(counted.keys()),
  };
}

const both = (all: Evaluation, onlyNew = all) => ({ all, onlyNew });
const recall = { mean: 0.8, interval: [0.7, 0.9] as [number, number] };
const stagesOf = (retrieval: Stages['retrieval']): Stages => ({
  retrieval,
  candidateRecall: { all: recall, onlyNew: recall },
});
const options = { seed: 1, cutoffs: [10], metric: 'ndcg@10', params: { ranker: { share: 0.5 } } };

describe('figuresOf', () => {
  const weak = both(evaluation(0, 0.1, 0.1));

  it('averages seeds, with ranking and without, and pairs them shopper by shopper', () => {
    const [one, two] = [both(evaluation(0.4, 0.5, 0.6)), both(evaluation(0.6, 0.7, 0.8))];
    const [plainOne, plainTwo] = [both(evaluation(0.3, 0.5, 0.4)), both(evaluation(0.5, 0.7, 0.6))];
    const report = figuresOf(
      [
        { ours: one, retrieval: plainOne, baselines: { popularity: weak } },
        { ours: two, retrieval: plainTwo, baselines: { popularity: weak } },
      ],
      stagesOf(plainOne),
      options,
    );
    expect(report.metrics['ndcg@10']).toBeCloseTo(0.6, 12);
    expect(report.retrievalMetrics!['ndcg@10']).toBeCloseTo(0.5, 12);
    expect(report.ranking!.gain.metrics['ndcg@10']!.mean).toBeCloseTo(0.1, 12);
    expect(report.ranking!.gain.newItems).toBe(report.ranking!.gain.metrics);
    expect(report.ranking!.card).toEqual({ share: 0.5 });
    expect(Object.keys(report.baselines)).toEqual(['popularity']);
    expect(report.intervals.gain['ndcg@10']!.popularity!.mean).toBeCloseTo(0.6 - 0.2 / 3, 12);
    expect(report.candidateRecall).toEqual({ all: 0.8, newItems: 0.8 });
    expect(report.metrics).toBe(report.newItems);
    expect(report.cases).toEqual({ all: 6, newItems: 6 });
  });

  it('tells the retrieval as itself where no seed has a ranker', () => {
    const ours = both(evaluation(0.4, 0.5), evaluation(0.1));
    const report = figuresOf([{ ours, retrieval: ours, baselines: {} }], stagesOf(ours), options);
    expect(report.ranking).toBeUndefined();
    expect(report.retrievalMetrics).toBe(report.metrics);
    expect(report.retrievalNewItems).toEqual({ 'ndcg@10': 0.1 });
  });
});
