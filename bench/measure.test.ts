import { describe, expect, it } from 'vitest';
import { interleave, quantile, ratioOf, spreadOf } from './measure.ts';

describe('quantile', () => {
  it('is the value that a share of all lies below', () => {
    const values = Array.from({ length: 100 }, (_, i) => 99 - i);
    expect(quantile(values, 0)).toBe(0);
    expect(quantile(values, 0.5)).toBe(50);
    expect(quantile(values, 0.99)).toBe(99);
    expect(quantile(values, 1)).toBe(99);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('leaves its input alone', () => {
    const values = [3, 1, 2];
    expect(spreadOf(values)).toEqual({ median: 2, low: 1, high: 3, rounds: 3 });
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('interleave', () => {
  it('gives time per operation, whatever the size of a batch, with variants taking turns', async () => {
    const turns: string[] = [];
    const costing = (name: string, ms: number) => (n: number) => {
      turns.push(name);
      return n * ms;
    };
    const times = await interleave({ a: costing('a', 0.01), b: costing('b', 2) }, { rounds: 4, batchMs: 20 });
    expect(times.a).toHaveLength(4);
    for (const time of times.a) expect(time).toBeCloseTo(0.01, 10);
    expect(spreadOf(times.b).median).toBeCloseTo(2, 10);
    expect(turns.slice(-4)).toEqual(['b', 'a', 'a', 'b']);
    expect(ratioOf(times.b, times.a).median).toBeCloseTo(200, 6);
  });

  it('compares variants within a round: a slow minute changes no ratio', () => {
    expect(ratioOf([2, 20, 200], [1, 10, 100])).toMatchObject({ median: 2, low: 2, high: 2 });
  });
});
