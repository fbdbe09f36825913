import { expect, it } from 'vitest';
import type { Inputs } from '../inputs/inputs.ts';
import { createPrepared } from './prepared.ts';

const inputsOf = (...columns: number[]): Inputs => ({
  columns: Float32Array.from(columns),
  stride: columns.length,
  missing: 0,
});

it('finds the margins of what was prepared, a missing value like another, and of nothing else', async () => {
  let asked = 0;
  const { prepare, find } = createPrepared(async (columns, count) => {
    asked++;
    return Float64Array.from(columns.subarray(0, count), (value) => (Number.isNaN(value) ? -1 : 2 * value));
  });
  expect(find(inputsOf(1, Number.NaN))).toBeUndefined();
  await prepare(inputsOf(1, Number.NaN));
  expect(find(inputsOf(1, Number.NaN))).toEqual(Float64Array.of(2, -1));
  expect(find(inputsOf(1))).toBeUndefined();
  expect(find(inputsOf(1, 0))).toBeUndefined();
  await prepare(inputsOf(1, Number.NaN));
  expect(asked).toBe(1);
});

it('keeps the newest questions', async () => {
  const { prepare, find } = createPrepared(async (columns) => Float64Array.from(columns));
  for (let i = 0; i < 20; i++) await prepare(inputsOf(i));
  expect(find(inputsOf(19))).toEqual(Float64Array.of(19));
  expect(find(inputsOf(12))).toEqual(Float64Array.of(12));
  expect(find(inputsOf(11))).toBeUndefined();
});

it('rejects where the model fails, and forgets that question', async () => {
  const { prepare, find } = createPrepared(() => Promise.reject(new Error('no')));
  await expect(prepare(inputsOf(1))).rejects.toThrow('no');
  expect(find(inputsOf(1))).toBeUndefined();
});
