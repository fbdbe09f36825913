import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LadderStep } from '../evaluation/ranking/report.ts';
import { fitTrees } from '../models/trees/fit.ts';
import { silent } from '../progress.ts';
import { treesSettings } from '../settings/trees.ts';
import { climbLadder } from './ladder.ts';
import { fitPlatt } from './platt.ts';
import { drawRankingRows } from './rankingRows.test-support.ts';

describe('climbLadder', () => {
  const settings = v.parse(treesSettings, { trees: 40, rate: 0.15 });
  let ladder: LadderStep[];
  const climb = async () => {
    const [training, validation] = [drawRankingRows(300, 1), drawRankingRows(150, 2)];
    const { ensemble } = await fitTrees(training, { ...settings, trees: 80 });
    return climbLadder({
      training,
      validation: [validation],
      features: ['retrievalScore', 'price', 'age'],
      settings,
      shares: [1, 0.5, 0],
      tuned: { ensemble, share: 0 },
      retrievalCalibration: fitPlatt(validation.retrieval, validation.labels),
      cutoff: 10,
      seed: 1,
      progress: silent,
    });
  };

  beforeAll(async () => {
    ladder = await climb();
  });

  it('climbs where there is more to know, and more than lines can say', () => {
    expect(ladder.map(({ name }) => name)).toEqual([
      'retrieval alone',
      'logistic regression',
      '+ features',
      'trees',
      'hybrid',
      'tuned',
    ]);
    const auc = Object.fromEntries(ladder.map((step) => [step.name, step.auc]));
    // One rising line through the retrieval's own score: the same order.
    expect(auc['logistic regression']).toBeCloseTo(auc['retrieval alone']!, 10);
    expect(auc['+ features']).toBeGreaterThan(auc['logistic regression']! + 0.05);
    expect(auc.trees).toBeGreaterThan(auc['+ features']! + 0.05);
    for (const { averagePrecision, p10, r10 } of ladder)
      for (const value of [averagePrecision, p10, r10]) expect(value > 0 && value <= 1).toBe(true);
  });

  it('blends no worse in order than the trees alone', () => {
    const [trees, hybrid] = ladder.slice(3, 5);
    expect(hybrid!.r10).toBeGreaterThanOrEqual(trees!.r10 - 0.02);
  });

  it('is the same each time', async () => {
    expect(await climb()).toEqual(ladder);
  });
});
