import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marginOf } from '../../engine/ranking/trees/ensemble.ts';
import { columnsFor, forests, rowOf } from '../../engine/ranking/trees/forest.test-support.ts';
import { marginsOf } from './predict.ts';

it('gives every row the margin of the forest, to the bit', () => {
  const asked = forests().chain((forest) => columnsFor(forest.inputs, 5).map((columns) => ({ forest, columns })));
  fc.assert(
    fc.property(asked, ({ forest, columns }) => {
      const byInput = Array.from({ length: forest.inputs }, (_, f) => columns.subarray(5 * f, 5 * f + 5));
      const margins = marginsOf(forest, byInput);
      for (let row = 0; row < 5; row++)
        expect(margins[row]).toBe(marginOf(forest, rowOf(columns, forest.inputs, 5, row)));
    }),
  );
});

it('has no margins of no rows', () => {
  const none = { inputs: 0, trees: [], base: 1, link: 'identity' as const, slope: 1 };
  expect(marginsOf(none, [])).toHaveLength(0);
  expect([...marginsOf({ ...none, inputs: 1 }, [new Float32Array(2)])]).toEqual([1, 1]);
});
