import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leafOf, type Tree } from '../../../engine/ranking/trees/ensemble.ts';
import { FOREST, rowsOf, trained } from './export.test-support.ts';
import { plainCategories } from './plainCategories.ts';

it('sends what is missing right of every set, and every row to the same leaf value', () => {
  fc.assert(
    fc.property(
      trained.chain((ensemble) => fc.tuple(fc.constant(ensemble), rowsOf(ensemble.inputs))),
      ([{ trees }, rows]) => {
        for (const tree of trees) {
          const plain = plainCategories(tree, 'tree');
          plain.set.forEach((set, node) => {
            if (set >= 0) expect(plain.missingLeft[node]).toBe(0);
          });
          for (const row of rows)
            expect(plain.leaves[leafOf(plain, row)]! + 0).toBe(tree.leaves[leafOf(tree, row)]! + 0);
        }
      },
    ),
    { numRuns: 200 },
  );
});

it('leaves a tree alone that has nothing to change', () => {
  expect(plainCategories(FOREST.trees[2]!, '')).toBe(FOREST.trees[2]);
});

it('refuses a tree that would outgrow what is read back', () => {
  const size = 24;
  // A chain to the left of sets that missing values go left of: each doubles what is below.
  const chain: Tree = {
    ...FOREST.trees[0]!,
    feature: new Uint16Array(size),
    threshold: new Float32Array(size),
    left: Int32Array.from({ length: size }, (_, node) => (node === size - 1 ? ~0 : node + 1)),
    right: Int32Array.from({ length: size }, (_, node) => ~(node + 1)),
    missingLeft: new Uint8Array(size).fill(1),
    set: new Int32Array(size),
    leaves: new Float64Array(size + 1),
    cover: new Float64Array(0),
  };
  expect(() => plainCategories(chain, 'tree 3')).toThrow(
    expect.objectContaining({ code: 'RANKER_UNSUPPORTED', where: expect.stringContaining('tree 3') }),
  );
});
