import { expect, it } from 'vitest';
import { columnOf, createColumn, pick } from './column.ts';

it('is a value of each, in float32', () => {
  expect(columnOf(['a', 'bb'], (text, place) => text.length / 10 + place)).toEqual(
    Float32Array.of(Math.fround(0.1), Math.fround(1.2)),
  );
});

it('picks what is known of items, and nothing of those beyond it', () => {
  expect(pick(Uint16Array.of(5, 7), Int32Array.of(1, 0, 2))).toEqual(Float32Array.of(7, 5, Number.NaN));
});

it('gives every column memory of its own, of any length', () => {
  const columns = [3, 0, 65_536, 70_000, 40_000, 40_000].map((length) => createColumn(length).fill(length));
  for (const column of columns) expect(column.every((value) => value === column.length)).toBe(true);
  expect(createColumn(5)).toEqual(new Float32Array(5));
});
