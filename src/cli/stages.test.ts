import { describe, expect, it } from 'vitest';
import { gainLines, stageLines } from './stages.ts';

const gain = { mean: 0.0123, interval: [0.01, 0.015] as [number, number], p: 0.0001 };
const intervals = { metrics: {}, newItems: {}, candidateRecall: { all: [0.7, 0.9], newItems: [0.6, 0.8] } } as const;

describe('gainLines', () => {
  it('gives a line to each metric that there is', () => {
    const [head, lines] = gainLines('bundle b', { 'ndcg@10': gain, 'hit@10': { ...gain, mean: -0.5 } }, [
      'ndcg@10',
      'recall@10',
      'hit@10',
    ]);
    expect(head).toBe('gain over bundle b, 95 % paired bootstrap, p of the randomisation test');
    expect(lines!.split('\n').slice(1)).toEqual([
      'ndcg@10  +0.0123  [+0.0100, +0.0150]  0.0001',
      'hit@10   -0.5000  [+0.0100, +0.0150]  0.0001',
    ]);
  });
});

describe('stageLines', () => {
  const of = (report: object) => stageLines({ intervals, ...report } as Parameters<typeof stageLines>[0], ['ndcg@10']);

  it('says the ceiling of any ranking, and nothing of a ranker that is not there', () => {
    expect(of({ candidateRecall: { all: 0.8123, newItems: 0.7 } })).toEqual([
      'candidate recall: 0.8123 [0.700, 0.900] of what was taken was proposed at all, 0.7000 [0.600, 0.800] of what was new; no ranking lists more',
    ]);
  });

  it('says what ranking gains, and how well its scores tell', () => {
    const part = (auc: number) => ({ metrics: { auc, averagePrecision: 0.1 }, intervals: { auc: [0.5, 0.9] } });
    const parts = { blend: part(0.9), factors: part(0.8), ranker: part(0.7) };
    const lines = of({ ranking: { gain: { metrics: { 'ndcg@10': gain } }, scores: { parts } } });
    expect(lines[0]).toMatch(/^gain over the retrieval alone/);
    expect(lines[1]).toContain('+0.0123');
    expect(lines[2]).toBe(
      'scores: AUC 0.9000 [0.500, 0.900], of the retrieval 0.8000 [0.500, 0.900]; average precision 0.1000, of the retrieval 0.1000',
    );
  });

  it('says nothing of a report that an earlier version wrote', () => {
    expect(stageLines({ intervals: { metrics: {}, newItems: {} } }, ['ndcg@10'])).toEqual([]);
  });
});
