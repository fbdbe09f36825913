import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { popularity } from '../../models/popularity.ts';
import { silent } from '../../progress.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { trainEngine } from '../../trainEngine.ts';
import type { EvaluationCase } from '../cases.ts';
import { candidateRecall } from './candidateRecall.ts';

// Popular in the order a, b, c, d.
const rows = ['a', 'b', 'c', 'd'].flatMap((item, place) =>
  Array.from({ length: 8 - 2 * place }, (_, i): LogRow => [`s${i}`, item, 1000 + place]),
);

const one = (shopper: string, history: string[], taken: string[]): EvaluationCase => ({
  shopper,
  history: history.map((itemId, timestamp) => ({ itemId, event: 'view_item', timestamp })),
  taken: new Set(taken),
  takenNew: new Set(taken.filter((item) => !history.includes(item))),
});

const cases = [one('1', ['d'], ['a', 'nobody knows this']), one('2', ['a'], ['a']), one('1', ['a', 'b'], ['c', 'd'])];
const question = { takenOf: ({ taken }: EvaluationCase) => taken, now: 1e9 };

let engine: Engine;
beforeAll(async () => {
  ({ engine } = await trainEngine(
    { log: makeLog(rows), models: [popularity] },
    { blend: { popularityShort: 1 }, repeats: 'allow' },
  ));
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
