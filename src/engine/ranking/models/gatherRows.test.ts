import { expect, it } from 'vitest';
import { gatherRows } from './gatherRows.ts';

it('takes the first rows of columns that are longer, and puts what is said where a value is missing', () => {
  const columns = Float32Array.of(1, 2, 9, 9, 3, Number.NaN, 9, 9);
  expect([...gatherRows(columns, 2, 2, 4, 0)]).toEqual([1, 3, 2, 0]);
  expect([...gatherRows(columns, 2, 2, 4, Number.NaN)]).toEqual([1, 3, 2, Number.NaN]);
  expect(gatherRows(columns, 2, 0, 4, 0)).toHaveLength(0);
});
