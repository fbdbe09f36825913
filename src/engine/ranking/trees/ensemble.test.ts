import { expect, it } from 'vitest';
import { leafOf, marginOf, type Tree, type TreeEnsemble } from './ensemble.ts';

/** x0 <= 1.5 ? (x1 in {1, 33} ? leaf 0 : leaf 1) : leaf 2; NaN goes right at the root, left below. */
const tree: Tree = {
  feature: Uint16Array.of(0, 1),
  threshold: Float32Array.of(1.5, 0),
  left: Int32Array.of(1, ~0),
  right: Int32Array.of(~2, ~1),
  missingLeft: Uint8Array.of(0, 1),
  set: Int32Array.of(-1, 0),
  sets: [Uint32Array.of(2, 2)],
  leaves: Float64Array.of(10, 20, 40),
  cover: Float64Array.of(1, 1, 2),
};

it.each([
  [[1.5, 1], 0],
  [[1.5, 33], 0],
  [[1, 2], 1],
  [[1, 1.5], 1],
  [[1, -1], 1],
  [[1, 64], 1],
  [[1, Number.NaN], 0],
  [[1.6, 1], 2],
  [[Number.NaN, 1], 2],
  [[Number.POSITIVE_INFINITY, 1], 2],
])('row %j comes to leaf %i', (row, leaf) => expect(leafOf(tree, row)).toBe(leaf));

it('compares float32: what a device keeps of a feature decides', () => {
  const one = { ...tree, threshold: Float32Array.of(0.1, 0) };
  expect(leafOf(one, [0.1, 1])).toBe(0);
});

it('a margin is the base and a leaf of every tree, also of a tree that is one leaf', () => {
  const none = { ...tree, feature: new Uint16Array(0), threshold: new Float32Array(0), left: new Int32Array(0) };
  const leaf: Tree = { ...none, right: new Int32Array(0), leaves: Float64Array.of(0.5), cover: Float64Array.of(4) };
  const ensemble: TreeEnsemble = { inputs: 2, trees: [tree, leaf], base: -1, link: 'logistic', slope: 1 };
  expect(marginOf(ensemble, [0, 0])).toBe(-1 + 20 + 0.5);
});
