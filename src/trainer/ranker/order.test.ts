import { expect, it } from 'vitest';
import { gainOf, meanOf, ndcgOfGroups } from './order.ts';

const { log2 } = Math;

it('measures each group by its own order, against everything that was taken', () => {
  const rows = {
    offsets: Int32Array.of(0, 3, 5, 7),
    labels: Float32Array.of(1, 0, 1, 0, 1, 0, 0),
    // Of the second group something was taken that is no row.
    taken: Int32Array.of(2, 2, 1),
  };
  const ideal = 1 + 1 / log2(3);
  const ndcg = ndcgOfGroups(rows, [0.9, 0.8, 0.1, 0, 1, 5, 4], 10);
  expect(ndcg[0]).toBeCloseTo((1 + 1 / log2(4)) / ideal, 12);
  expect(ndcg[1]).toBeCloseTo(1 / ideal, 12);
  expect(ndcg[2]).toBe(0);
});

it('cuts lists off, and parts equals by their rows', () => {
  const rows = { offsets: Int32Array.of(0, 4), labels: Float32Array.of(0, 1, 1, 0), taken: Int32Array.of(2) };
  expect(ndcgOfGroups(rows, [1, 1, 1, 1], 2)[0]).toBeCloseTo(1 / log2(3) / (1 + 1 / log2(3)), 12);
  expect(ndcgOfGroups(rows, [1, 1, 1, 1], 1)[0]).toBe(0);
  expect(ndcgOfGroups(rows, [0, 1, 2, 0], 1)[0]).toBe(1);
});

it('says what is gained case by case, with its standard error', () => {
  const { mean, error } = gainOf(Float64Array.of(1, 2, 6), Float64Array.of(0, 1, 2));
  expect(mean).toBe(2);
  // Gains 1, 1, 4: variance 3 of one case.
  expect(error).toBeCloseTo(1, 12);
  expect(gainOf(new Float64Array(0), new Float64Array(0))).toEqual({ mean: 0, error: 0 });
  expect(gainOf(Float64Array.of(1), Float64Array.of(0))).toEqual({ mean: 1, error: 0 });
  expect([meanOf([1, 2, 6]), meanOf([])]).toEqual([3, 0]);
});
