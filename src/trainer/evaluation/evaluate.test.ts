import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/recommender.ts';
import { popularity } from '../models/popularity.ts';
import { silent } from '../progress.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import type { EvaluationCase } from './cases.ts';
import { evaluateCases } from './evaluate.ts';

// Popular in the order a, b, c, d.
const rows = ['a', 'b', 'c', 'd'].flatMap((item, place) =>
  Array.from({ length: 8 - 2 * place }, (_, i): LogRow => [`s${i}`, item, 1000 + place]),
);

const shopper = (name: string, history: string[], taken: string[]): EvaluationCase => ({
  shopper: name,
  history: history.map((itemId, timestamp) => ({ itemId, event: 'view_item', timestamp })),
  taken: new Set(taken),
  takenNew: new Set(taken.filter((item) => !history.includes(item))),
});

let engine: Engine;
beforeAll(async () => {
  ({ engine } = await trainEngine(
    { log: makeLog(rows), models: [popularity] },
    { blend: { popularityShort: 1 }, repeats: 'allow' },
  ));
});

const question = (aspect: 'all' | 'new') => ({ aspect, now: 1e9, seed: 1 });

describe('evaluateCases', () => {
  const cases = [
    shopper('1', ['d'], ['a']),
    shopper('2', ['d'], ['b', 'nobody knows this']),
    shopper('3', ['a'], ['a']),
  ];

  it('measures the lists of the engine at every cut-off', async () => {
    const { metrics, shoppers, values } = await evaluateCases(engine, cases, [1, 2], question('all'), silent);
    expect(shoppers).toBe(3);
    expect([...values['hit@1']!]).toEqual([1, 0, 1]);
    expect([...values['mrr@2']!]).toEqual([1, 0.5, 1]);
    expect([...values['recall@2']!]).toEqual([1, 0.5, 1]);
    expect(metrics['hit@1']).toBeCloseTo(2 / 3, 12);
    expect(metrics['precision@2']).toBeCloseTo(0.5, 12);
    expect(metrics['coverage@1']).toBe(1 / 4);
    expect(metrics['coverage@2']).toBe(2 / 4);
  });

  it('for new items shows nothing taken before and counts only shoppers who took something new', async () => {
    const { metrics, shoppers, values } = await evaluateCases(engine, cases, [2], question('new'), silent);
    expect(shoppers).toBe(2);
    expect([...values['hit@2']!]).toEqual([1, 1]);
    const again = await evaluateCases(engine, [shopper('4', ['a'], ['b'])], [1], question('new'), silent);
    expect(again.metrics['hit@1']).toBe(1);
    expect(metrics['coverage@2']).toBe(2 / 4);
  });

  it('gives an interval around every mean but that of coverage', async () => {
    const { metrics, intervals } = await evaluateCases(engine, cases, [1, 2], question('all'), silent);
    expect(Object.keys(intervals).sort()).toEqual(
      Object.keys(metrics)
        .filter((name) => !/^(coverage|gini)/.test(name))
        .sort(),
    );
    for (const [name, [low, high]] of Object.entries(intervals)) {
      expect(low, name).toBeLessThanOrEqual(metrics[name]!);
      expect(high, name).toBeGreaterThanOrEqual(metrics[name]!);
    }
  });

  it('measures many as it measures each', async () => {
    const together = await evaluateCases(engine, cases, [2], question('all'), silent);
    const apart = await Promise.all(
      [...cases].reverse().map((one) => evaluateCases(engine, [one], [2], question('all'), silent)),
    );
    for (const name of ['ndcg@2', 'recall@2'])
      expect([...together.values[name]!]).toEqual(apart.reverse().map(({ values }) => values[name]![0]));
  });

  it('has every metric, as 0, where no shopper counts', async () => {
    const { metrics, intervals, values, shoppers } = await evaluateCases(
      engine,
      [cases[2]!],
      [2],
      question('new'),
      silent,
    );
    expect(shoppers).toBe(0);
    const names = ['recall', 'precision', 'hit', 'ndcg', 'mrr', 'map', 'ap', 'auc', 'coverage', 'gini'];
    expect(metrics).toEqual(Object.fromEntries(names.map((name) => [`${name}@2`, 0])));
    expect(intervals['ndcg@2']).toEqual([0, 0]);
    expect(values['ndcg@2']!.length).toBe(0);
  });

  it('tells its progress from none to all', async () => {
    const told: [string, number, number][] = [];
    await evaluateCases(engine, cases, [1], question('all'), (...step) => told.push(step));
    expect(told).toEqual([
      ['evaluate all', 0, 3],
      ['evaluate all', 3, 3],
    ]);
  });
});
