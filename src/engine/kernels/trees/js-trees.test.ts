import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marginOf } from '../../ranking/trees/ensemble.ts';
import { columnsFor, forests, rowOf } from '../../ranking/trees/forest.test-support.ts';
import { createJsTrees } from './js-trees.ts';

it('gives every row the margin of the definition, to the last bit', () => {
  const asked = forests().chain((forest) => fc.tuple(fc.constant(forest), columnsFor(forest.inputs, 7)));
  fc.assert(
    fc.property(asked, ([forest, columns]) => {
      const scorer = createJsTrees(forest);
      const margins = scorer.run(columns, 6, 7);
      expect(margins).toHaveLength(6);
      margins.forEach((margin, d) => {
        expect(Object.is(margin, marginOf(forest, rowOf(columns, forest.inputs, 7, d)))).toBe(true);
      });
      // A shorter question after a longer one.
      expect(scorer.run(columns, 2, 7)).toHaveLength(2);
    }),
  );
});
