import { describe, expect, it } from 'vitest';
import { scalingOf, standardise } from './scaling.ts';

const data = {
  columns: [
    Float32Array.of(1, 3, Number.NaN, 5),
    Float32Array.of(2, 2, 2, 2),
    Float32Array.of(0, 1, 2, 3),
    Float32Array.of(1, Number.POSITIVE_INFINITY, 3, 2),
  ],
  isCategory: [false, false, true, false],
  labels: Float32Array.of(0, 1, 0, 1),
  weights: Float32Array.of(1, 1, 1, 2),
  offsets: Int32Array.of(0, 4),
};

describe('scalingOf', () => {
  it('weighs what is there, and leaves out constants, categories and what is not finite', () => {
    const { means, deviations } = scalingOf(data);
    expect([...means]).toEqual([3.5, 2, 0, 2]);
    expect([...deviations]).toEqual([Math.sqrt(2.75), 0, 0, Math.sqrt(0.5)]);
  });
});

describe('standardise', () => {
  it('writes rows with a 1 at their end, 0 for what is missing or left out', () => {
    const block = new Float64Array(10);
    standardise(data.columns, scalingOf(data), 1, 2, block);
    expect([...block]).toEqual([-0.5 / Math.sqrt(2.75), 0, 0, 0, 1, 0, 0, 0, 1 / Math.sqrt(0.5), 1]);
  });
});
