import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RankingRows } from '../rows.ts';
import { rowsCsv } from './rowsCsv.ts';

it('writes groups one after the other, and nothing for what is missing', () => {
  const rows: RankingRows = {
    columns: [Float32Array.of(0.1, Number.NaN, -3), Float32Array.of(7, 1e-40, 2)],
    isCategory: [false, true],
    labels: Float32Array.of(1, 0, 0),
    weights: Float32Array.of(1, 2.5, 1),
    retrieval: new Float64Array(3),
    items: Int32Array.of(1, 0, 1),
    offsets: Int32Array.of(0, 2, 3),
    taken: Int32Array.of(1, 1),
  };
  expect([...rowsCsv(rows, ['recency', 'odd,"one"'], ['cup', 'bowl, blue'])]).toEqual([
    'group,item,label,weight,recency,"odd,""one"""\n',
    '0,"bowl, blue",1,1,0.100000001,7\n0,cup,0,2.5,,9.9999461e-41\n',
    '1,"bowl, blue",0,1,-3,2\n',
  ]);
});

it('every float32 reads back', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      const one = Float32Array.of(value);
      const rows = {
        columns: [one],
        isCategory: [false],
        labels: one,
        weights: one,
        retrieval: new Float64Array(1),
        items: Int32Array.of(0),
        offsets: Int32Array.of(0, 1),
        taken: Int32Array.of(1),
      };
      const [, line] = rowsCsv(rows, ['x'], ['a']);
      expect(Math.fround(Number(line!.trim().split(',')[4]))).toBe(value + 0);
    }),
  );
});
