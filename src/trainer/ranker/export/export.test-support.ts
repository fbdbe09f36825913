import fc from 'fast-check';
import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { forests } from '../../../engine/ranking/trees/forest.test-support.ts';
import { constantTree } from './constantTree.ts';

/** Random forests as a trainer makes them: of a tree or more, with finite thresholds. */
export const trained: fc.Arbitrary<TreeEnsemble> = forests({ trees: 4, leaves: 12 })
  .filter(({ trees }) => trees.length > 0)
  .map((ensemble) => ({ ...ensemble, trees: ensemble.trees.map(finite) }));

const finite = (tree: Tree): Tree => ({
  ...tree,
  threshold: tree.threshold.map((value) => (Number.isFinite(value) ? value : 7)),
});

/** Rows of whole numbers and others, missing values and categories that nobody knows. */
export const rowsOf = (inputs: number) =>
  fc.array(
    fc.array(
      fc.oneof(
        fc.constantFrom(0, 1, 2, -1, 0.1, 7, 33, 64, 1e6, Number.NaN),
        fc.nat(70),
        fc.float({ min: -50, max: 50 }),
      ),
      {
        minLength: inputs,
        maxLength: inputs,
      },
    ),
    { minLength: 1, maxLength: 12 },
  );

/** A forest with everything that a format has to say: sets, either side of what is missing, a base, a tree of one leaf. */
export const FOREST: TreeEnsemble = {
  inputs: 3,
  base: -0.25,
  link: 'logistic',
  slope: 1.5,
  trees: [
    {
      feature: Uint16Array.of(0, 1, 1),
      threshold: Float32Array.of(0.5, 0, 0),
      left: Int32Array.of(1, ~0, ~2),
      right: Int32Array.of(2, ~1, ~3),
      missingLeft: Uint8Array.of(0, 1, 0),
      set: Int32Array.of(-1, 0, 1),
      sets: [Uint32Array.of(0b1010, 2), Uint32Array.of(1 << 31)],
      leaves: Float64Array.of(0.5, -0.5, 0.25, -1),
      cover: Float64Array.of(10, 20, 30, 40),
    },
    { ...constantTree(0.125), cover: Float64Array.of(100) },
    {
      feature: Uint16Array.of(2, 2),
      threshold: Float32Array.of(-1, 3.25),
      left: Int32Array.of(~0, ~1),
      right: Int32Array.of(1, ~2),
      missingLeft: Uint8Array.of(1, 0),
      set: Int32Array.of(-1, -1),
      sets: [],
      leaves: Float64Array.of(-0.75, 0.5, 2),
      cover: Float64Array.of(50, 25, 25),
    },
  ],
};

export const ROWS: number[][] = [0, 1, Number.NaN].flatMap((first) =>
  [0, 1, 3, 31, 33, 50, Number.NaN].flatMap((second) => [-2, 0, 4, Number.NaN].map((third) => [first, second, third])),
);
