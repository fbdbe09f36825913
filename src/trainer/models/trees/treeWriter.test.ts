import { describe, expect, it } from 'vitest';
import { leafOf } from '../../../engine/ranking/trees/ensemble.ts';
import type { Split } from './splitter.ts';
import { createTreeWriter } from './treeWriter.ts';

const bins = [
  { count: 3, thresholds: Float32Array.of(1, 2, 3) },
  { count: 2, categories: Int32Array.of(40, 7) },
];
const ask = (some: Partial<Split>): Split => ({
  input: 0,
  gain: 1,
  code: 0,
  missingLeft: 0,
  gradient: 0,
  hessian: 0,
  lambda: 0,
  ...some,
});

describe('createTreeWriter', () => {
  it('numbers nodes by their turn, and leaves by where they began', () => {
    const writer = createTreeWriter(bins, 4);
    writer.split(0, ask({ code: 1 }));
    writer.split(1, ask({ input: 1, set: new Uint8Array(256).fill(1, 0, 1), missingLeft: 1 }));
    writer.split(0, ask({ code: 0 }));
    const tree = writer.finish([10, 11, 12, 13], [1, 2, 3, 4]);
    const value = (a: number, b: number) => tree.leaves[leafOf(tree, [a, b])];
    // a <= 2, then a <= 1; else b one of {40}.
    expect([value(0, 7), value(1.5, 7), value(3, 40), value(3, 7)]).toEqual([10, 13, 11, 12]);
    expect([value(Number.NaN, 7), value(Number.NaN, Number.NaN)]).toEqual([12, 11]);
    expect([...tree.cover]).toEqual([1, 2, 3, 4]);
    expect(tree.left).toHaveLength(3);
  });

  it('ends with the nodes there are', () => {
    const writer = createTreeWriter(bins, 31);
    writer.split(0, ask({ code: 2 }));
    const tree = writer.finish([1, 2], [5, 5]);
    expect([tree.feature, tree.left, tree.right].map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(tree.threshold[0]).toBe(3);
  });
});
