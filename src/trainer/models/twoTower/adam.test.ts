import { expect, it } from 'vitest';
import { createAdam, createRowAdam } from './adam.ts';

it('steps by the rate at first, whatever the size of the slope (Kingma, Ba 2015)', () => {
  const values = Float32Array.of(1, 1, 1);
  createAdam(3, 0.1)(values, Float32Array.of(5, -0.001, 0));
  expect(values[0]).toBeCloseTo(0.9, 5);
  expect(values[1]).toBeCloseTo(1.1, 4);
  expect(values[2]).toBe(1);
});

it('finds the lowest point of a parabola', () => {
  const values = Float32Array.of(4, -3);
  const step = createAdam(2, 0.05);
  for (let round = 0; round < 500; round++) step(values, Float32Array.of(2 * (values[0]! - 1), 20 * (values[1]! + 2)));
  expect(values[0]).toBeCloseTo(1, 1);
  expect(values[1]).toBeCloseTo(-2, 1);
});

it('moves only the rows that a batch touched, by what it says of them together', () => {
  const vectors = new Float32Array(6).fill(1);
  const rows = createRowAdam(vectors, 2, 0.1);
  const moved: number[] = [];
  rows.add(2, Float32Array.of(3, 4), 1);
  rows.add(2, Float32Array.of(0, 4), -1);
  rows.step((row) => moved.push(row));
  expect(moved).toEqual([2]);
  expect([...vectors.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
  // The slope is (3, 0); its root mean square over the row 3 / sqrt 2.
  expect(vectors[4]).toBeCloseTo(1 - 0.1 * Math.SQRT2, 5);
  expect(vectors[5]).toBe(1);
  rows.step((row) => moved.push(row));
  expect(moved).toEqual([2]);
});
