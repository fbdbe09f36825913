import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from './bootstrap.ts';
import type { EvaluationCase } from './cases.ts';
import type { Evaluation } from './evaluate.ts';
import { poolSeeds } from './pool.ts';

const evaluation = (shoppers: string[], hits: number[]): Evaluation => ({
  shoppers: shoppers.length,
  counted: shoppers.map((shopper): EvaluationCase => ({ shopper, history: [], taken: new Set(), takenNew: new Set() })),
  lists: { k: 1, items: new Int32Array(hits.length), scores: new Float32Array(hits.length) },
  relevant: [],
  metrics: { 'hit@1': hits.reduce((a, b) => a + b, 0) / hits.length, 'coverage@1': 0.5 },
  intervals: { 'hit@1': [0, 1] },
  values: { 'hit@1': Float64Array.from(hits) },
  shopperOf: Int32Array.from(hits.keys()),
});

describe('poolSeeds', () => {
  it('leaves one seed as it is', () => {
    const one = evaluation(['a', 'b'], [1, 0]);
    const { metrics, intervals, values, shoppers, cases } = poolSeeds([one], 1);
    expect({ metrics, intervals, values }).toEqual({
      metrics: one.metrics,
      intervals: one.intervals,
      values: one.values,
    });
    expect([shoppers, cases]).toEqual([2, 2]);
  });

  it('averages seeds, and draws a shopper of several of them once', () => {
    const pooled = poolSeeds([evaluation(['a', 'b'], [1, 0]), evaluation(['b', 'c'], [1, 1])], 1);
    expect(pooled.metrics).toEqual({ 'hit@1': 0.75, 'coverage@1': 0.5 });
    expect([...pooled.values['hit@1']!]).toEqual([1, 0, 1, 1]);
    expect([...pooled.shopperOf]).toEqual([0, 1, 1, 2]);
    expect([pooled.shoppers, pooled.cases]).toEqual([3, 4]);
    expect(pooled.intervals['hit@1']).not.toEqual(bootstrapInterval([1, 0, 1, 1], 1));
  });
});
