import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { silent } from '../../progress.ts';
import { candidateRecall } from './candidateRecall.ts';
import { cases, openPopular, question } from './popularEngine.test-support.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openPopular();
});

describe('candidateRecall', () => {
  it('is the share of what was taken that was proposed at all', async () => {
    const recall = await candidateRecall(engine, cases, question, 1, silent);
    expect(recall.mean).toBeCloseTo((0.5 + 1 + 1) / 3, 12);
    expect(recall.interval[0]).toBeLessThan(recall.mean);
    // What was taken before is no candidate where repeats are left out.
    const without = await candidateRecall(engine, cases.slice(1, 2), { ...question, repeats: 'exclude' }, 1, silent);
    expect(without.mean).toBe(0);
    expect((await candidateRecall(engine, [], question, 1, silent)).mean).toBe(0);
  });

  it('is the same of an engine whose stages cannot be asked apart', async () => {
    const { bundle, recommend } = engine;
    const apart = await candidateRecall({ bundle, recommend }, cases, question, 1, silent);
    expect(apart).toEqual(await candidateRecall(engine, cases, question, 1, silent));
  });
});
