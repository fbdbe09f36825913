import { describe, expect, it } from 'vitest';
import { headlineMetrics, metricsTable } from './metrics.ts';

describe('metricsTable', () => {
  it('sets models against metrics, intervals where there are any, a dash where there is nothing', () => {
    const lines = [
      {
        name: 'ours',
        metrics: { 'ndcg@10': 0.23456, 'hit@10': 1 } as Record<string, number>,
        intervals: { 'ndcg@10': [0.2, 0.25] as [number, number] },
      },
      { name: 'popularity', metrics: { 'ndcg@10': 0.1 } as Record<string, number>, intervals: undefined },
    ];
    expect(metricsTable(lines, ['ndcg@10', 'hit@10']).split('\n')).toEqual([
      '                          ndcg@10  hit@10',
      'ours        0.2346 [0.200, 0.250]  1.0000',
      'popularity                 0.1000       -',
    ]);
  });
});

describe('headlineMetrics', () => {
  it('names what shops ask for, at every cut-off', () => {
    expect(headlineMetrics([5, 20])).toEqual(['ndcg@5', 'recall@5', 'hit@5', 'ndcg@20', 'recall@20', 'hit@20']);
    expect(headlineMetrics([5], ['mrr'])).toEqual(['mrr@5']);
  });
});
