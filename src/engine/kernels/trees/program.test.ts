import { describe, expect, it } from 'vitest';
import type { Tree, TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { programOf } from './program.ts';

/** input 0 <= 1 ? leaf 0 : (input 1 <= 2 ? leaf 1 : leaf 2); what is missing goes right, then left. */
const tree: Tree = {
  feature: Uint16Array.of(0, 1),
  threshold: Float32Array.of(1, 2),
  left: Int32Array.of(~0, ~1),
  right: Int32Array.of(1, ~2),
  missingLeft: Uint8Array.of(0, 1),
  set: Int32Array.of(-1, -1),
  sets: [],
  leaves: Float64Array.of(0.5, -1, 2),
  cover: new Float64Array(0),
};
const forest: TreeEnsemble = { inputs: 2, trees: [tree], base: 0.25, link: 'identity', slope: 1 };
const entry = (column: number, limit: number, struck: number) =>
  (column | ((limit & 255) << 16) | (struck << 24)) >>> 0;

describe('programOf', () => {
  it('writes planes of entries, and leaves as whole numbers where they are', () => {
    const program = programOf(forest)!;
    expect(program.whole).toEqual({ scale: 0.25, base: 1, every: Math.floor(32767 / 8) });
    expect(program.columns).toBe(2);
    expect(program.blocks.map(({ column, kinds }) => [column, kinds])).toEqual([
      [0, 1],
      [1, 4],
    ]);
    expect(program.code).toEqual(Uint32Array.of(1, 2, entry(0, -128, 1), entry(1, -128, 2)));
    expect([...program.leaves.subarray(0, 3), ...program.leaves.subarray(32, 35)]).toEqual([2, 252, 8, 0, 255, 0]);
  });

  it('says before a tree of real leaves how many segments and leaves it has', () => {
    const program = programOf({ ...forest, base: 0.1 })!;
    expect(program.whole).toBeUndefined();
    expect([...program.code.subarray(0, 4)]).toEqual([1, 3, 1, 2]);
    expect(program.leaves).toEqual(tree.leaves);
  });

  it('mirrors a node whose right child has fewer leaves', () => {
    const turned = { ...tree, left: Int32Array.of(1, ~1), right: Int32Array.of(~0, ~2) };
    const program = programOf({ ...forest, trees: [turned] })!;
    expect(program.blocks[0]!.kinds).toBe(2);
    expect(program.code[2]).toBe(entry(0, 254 - 128, 1));
  });

  it.each<[string, Partial<TreeEnsemble>]>([
    ['a base of -0, which float64 keeps', { base: -0 }],
    ['a base that 32 bits do not hold', { base: 2 ** 30 }],
    ['leaves of more than 16 bits', { trees: [{ ...tree, leaves: Float64Array.of(1, 1e-3, 1) }] }],
  ])('does not take whole sums for %s', (_, change) => {
    expect(programOf({ ...forest, ...change })!.whole).toBeUndefined();
  });

  it('gives up where there is more to ask than an entry can name', () => {
    const inputs = 16_385;
    const trees = Array.from({ length: inputs }, (_, f) => ({ ...tree, feature: Uint16Array.of(f, f) }));
    expect(programOf({ ...forest, inputs, trees })).toBeUndefined();
  });
});
