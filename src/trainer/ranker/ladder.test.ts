import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LadderStep } from '../evaluation/ranking/report.ts';
import { fitTrees } from '../models/trees/fit.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { treesSettings } from '../settings/trees.ts';
import { climbLadder } from './ladder.ts';
import { fitPlatt } from './platt.ts';
import type { RankingRows } from './rows.ts';

/** Shelves of 20, of which what the retrieval says, a price in a line and an age on one side of either end decide together. */
function draw(groups: number, seed: number): RankingRows {
  const random = new Random(seed, 'ladder');
  const rows = 20 * groups;
  const column = () => Float32Array.from({ length: rows }, () => random.normal());
  const [retrieval, price, age] = [column(), column(), column()];
  const labels = Float32Array.from(retrieval, (said, row) => {
    const margin = said + price[row]! + 2 * Math.abs(age[row]!) - 4;
    return random.chance(1 / (1 + Math.exp(-2 * margin))) ? 1 : 0;
  });
  const offsets = Int32Array.from({ length: groups + 1 }, (_, group) => 20 * group);
  return {
    columns: [retrieval, price, age],
    isCategory: [false, false, false],
    labels,
    weights: new Float32Array(rows).fill(1),
    offsets,
    retrieval: Float64Array.from(retrieval),
    items: new Int32Array(rows),
    taken: Int32Array.from({ length: groups }, (_, group) =>
      Math.max(
        1,
        labels.slice(20 * group, 20 * group + 20).reduce((sum, label) => sum + label, 0),
      ),
    ),
  };
}

describe('climbLadder', () => {
  const settings = v.parse(treesSettings, { trees: 40, rate: 0.15 });
  let ladder: LadderStep[];
  const climb = async () => {
    const [training, validation] = [draw(300, 1), draw(150, 2)];
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
