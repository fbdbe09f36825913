import type { RankingReport, ScoreFigures } from '../evaluation/ranking/report.ts';

const part = (auc: number): ScoreFigures['parts']['blend'] => ({
  metrics: {
    auc,
    averagePrecision: 0.21,
    'precision@10': 0.05,
    'recall@10': 0.4,
    logLoss: 0.1,
    brier: 0.02,
    ece: 0.004,
  },
  intervals: { auc: [auc - 0.01, auc + 0.01] },
  roc: { x: [0, 0.1, 0.4, 1], y: [0, 0.5, 0.9, 1] },
  precision: { x: [0.1, 0.5, 1], y: [0.6, 0.3, 0.02] },
});

/** What ranking is worth, made by hand; texts in it try to break the page. */
export function makeRanking(): RankingReport {
  const gain = (mean: number) => ({ mean, interval: [mean - 0.01, mean + 0.01] as [number, number], p: 0.0002 });
  return {
    gain: {
      metrics: { 'ndcg@10': gain(0.031), 'hit@10': gain(-0.04) },
      newItems: { 'ndcg@10': gain(0.0525), 'hit@10': gain(0.002) },
    },
    scores: {
      cases: 150,
      candidates: 45_000,
      taken: 900,
      parts: { blend: part(0.91), ranker: part(0.9), factors: part(0.87) },
      chance: { logLoss: 0.123, brier: 0.0234 },
      gain: {
        ranker: {},
        factors: {
          auc: { mean: 0.04, interval: [0.03, 0.05] },
          logLoss: { mean: -0.01, interval: [-0.02, -0.005] },
          brier: { mean: 0.00031, interval: [0.0001, 0.0005] },
        },
      },
      reliability: {
        bins: [
          { rows: 22_500, score: 0.03, rate: 0.035 },
          { rows: 22_500, score: 0.01, rate: 0.005 },
        ],
        ece: 0.005,
      },
      confusion: {
        ...{ threshold: 0.125, chosenOn: 'half' as const },
        ...{ truePositives: 111, falsePositives: 222, falseNegatives: 333, trueNegatives: 44_334 },
        ...{ precision: 1 / 3, recall: 0.25, f1: 2 / 7 },
      },
      lift: Array.from({ length: 10 }, (_, at) => ({
        rows: 4500,
        score: 0.1 / (at + 1),
        rate: 0.02,
        lift: at === 0 ? 5.5 : 0.5,
      })),
    },
    card: {
      importance: {
        price: { gain: 30, splits: 12 },
        'score<b>': { gain: 70, splits: 40 },
        unused: { gain: 0, splits: 0 },
      },
      share: 0.25,
      rounds: 300,
      ladder: [
        { name: 'logistic', auc: 0.8, averagePrecision: 0.1, p10: 0.02, r10: 0.2 },
        { name: 'tuned', auc: 0.85, averagePrecision: 0.15, p10: 0.03, r10: 0.3 },
      ],
      validation: { retrieval: 0.31, ranking: 0.34 },
    },
  };
}
