import type { BenchmarkReport } from '../evaluation/report.ts';

/** A small report of a benchmark, made by hand; texts in it try to break the page. */
export function makeReport(changes: Partial<BenchmarkReport> = {}): BenchmarkReport {
  const metrics = {
    'recall@10': 0.4,
    'ndcg@10': 0.31234,
    'hit@10': 0.6,
    'coverage@10': 0.5,
    'ndcg@20': 0.33,
    'recall@20': 0.5,
  };
  const intervals = { 'ndcg@10': [0.3, 0.32] as [number, number], 'recall@10': [0.38, 0.42] as [number, number] };
  const weaker = { ...metrics, 'ndcg@10': 0.11111 };
  return {
    protocol: 'temporal',
    description: 'last 30 days',
    metrics,
    newItems: { ...metrics, 'ndcg@10': 0.09 },
    baselines: { popularity: { metrics: weaker, newItems: weaker } },
    intervals: {
      metrics: intervals,
      newItems: intervals,
      baselines: { popularity: { metrics: intervals, newItems: intervals } },
      gain: { 'ndcg@10': { popularity: { mean: 0.2, interval: [0.18, 0.22], p: 0.0001 } } },
    },
    shoppers: { all: 1200, newItems: 900 },
    cases: { all: 1200, newItems: 900 },
    unknownTargets: 0.021,
    seeds: [1],
    bundleBytes: 1_234_567,
    trainSeconds: 12.34,
    evaluateSeconds: 2.4,
    peakRssBytes: 300e6,
    rows: 50_000,
    model: 'popularity + als',
    params: { als: { dimensions: 64 }, note: '</pre><script>alert(1)</script>' },
    detail: {
      curves: {
        k: [1, 2, 3],
        recall: [0.1, 0.2, 0.3],
        precision: [0.5, 0.4, 0.3],
        hit: [0.5, 0.6, 0.7],
        ndcg: [0.5, 0.45, 0.4],
      },
      segments: [
        { by: 'shopper', name: 'new', cases: 200, metrics: { 'ndcg@10': 0.2 }, intervals: { 'ndcg@10': [0.15, 0.25] } },
        { by: 'history', name: '2-4', cases: 0, metrics: {}, intervals: {} },
        { by: 'item', name: 'tail', cases: 300, metrics: { 'ndcg@10': 0.1 }, intervals: {} },
      ],
      exposure: {
        k: 10,
        items: 8,
        counts: [50, 30, 15, 5],
        tenths: Array.from({ length: 10 }, () => ({ interactions: 0.1, shown: 0.1 })),
      },
      scores: { edges: [0, 0.5, 1], hits: [1, 9], misses: [80, 10], auc: 0.9, averagePrecision: 0.4 },
      examples: [
        {
          shopper: '"><img src=x onerror=alert(1)>',
          history: [{ itemId: 'a&b', title: "Tea <b>pot</b> 'red'" }],
          historyLength: 12,
          taken: [{ itemId: 'c' }],
          list: [
            { itemId: 'c', score: 1.25, source: 'als', reason: 'Goes with <i>tea</i>', isHit: true },
            { itemId: 'd\u0000e', score: 0.5, source: 'popular', reason: 'popular', isHit: false },
          ],
        },
      ],
    },
    ...changes,
  };
}
