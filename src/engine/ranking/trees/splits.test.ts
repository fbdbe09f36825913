import { expect, it } from 'vitest';
import type { Tree } from './ensemble.ts';
import { splitsOf } from './splits.ts';

it('gathers each threshold and set of an input once, in order, and finds a node among them', () => {
  const tree: Tree = {
    feature: Uint16Array.of(1, 1, 1, 1, 1, 1),
    threshold: Float32Array.of(2, -1, 0, -0, 0, 0),
    left: Int32Array.of(1, 2, 3, 4, 5, ~0),
    right: Int32Array.of(~6, ~5, ~4, ~3, ~2, ~1),
    missingLeft: new Uint8Array(6),
    set: Int32Array.of(-1, -1, -1, -1, 0, 1),
    sets: [Uint32Array.of(3, 4, 0), Uint32Array.of(3, 4)],
    leaves: new Float64Array(7),
    cover: new Float64Array(0),
  };
  const { splits, places } = splitsOf({ inputs: 2, trees: [tree, tree], base: 0, link: 'identity', slope: 1 });
  expect(splits).toEqual([
    { thresholds: new Float32Array(0), sets: [] },
    { thresholds: Float32Array.of(-1, 0, 2), sets: [Uint32Array.of(3, 4)] },
  ]);
  expect([...places]).toEqual([2, 0, 1, 1, 3, 3, 2, 0, 1, 1, 3, 3]);
});
