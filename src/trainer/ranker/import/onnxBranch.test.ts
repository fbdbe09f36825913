import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goesLeft } from '../../../engine/ranking/trees/ensemble.ts';
import { buildTree } from './buildTree.ts';
import { branchNode, MODES } from './onnxBranch.ts';

/** True where the branch leads to leaf 1: as the engine has it. */
function isTrue(mode: string, value: number, missingIsTrue: boolean, x: number, members?: readonly number[]): boolean {
  const branch = { mode, feature: 0, value, members, whenTrue: 1, whenFalse: 2, missingIsTrue };
  const nodeAt = (place: number) => (place === 0 ? branchNode(branch, '') : { leaf: place, cover: undefined });
  const tree = buildTree(0, nodeAt, 1, '');
  const child = goesLeft(tree, 0, Math.fround(x)) ? tree.left[0]! : tree.right[0]!;
  return tree.leaves[~child] === 1;
}

const COMPARE: Record<string, (x: number, value: number) => boolean> = {
  BRANCH_LEQ: (x, value) => x <= value,
  BRANCH_LT: (x, value) => x < value,
  BRANCH_GTE: (x, value) => x >= value,
  BRANCH_GT: (x, value) => x > value,
};

it.each(Object.entries(COMPARE))('%s compares float32 inputs with doubles as it says', (mode, compare) => {
  const number = fc.oneof(
    fc.constantFrom(0, -0, 1, 0.1),
    fc.float({ noNaN: true, min: -Math.fround(1e30), max: Math.fround(1e30) }),
  );
  fc.assert(
    fc.property(number, fc.oneof(number, fc.double({ noNaN: true, min: -1e30, max: 1e30 })), (x, value) => {
      expect(isTrue(mode, value, false, x)).toBe(compare(Math.fround(x), value));
      const same = Math.fround(x);
      expect(isTrue(mode, same, false, same)).toBe(mode.endsWith('E') || mode.endsWith('Q'));
    }),
  );
});

describe('what is missing', () => {
  it.each(MODES)('%s', (mode) => {
    expect(isTrue(mode, 3, true, Number.NaN, [3])).toBe(true);
    expect(isTrue(mode, 3, false, Number.NaN, [3])).toBe(mode === 'BRANCH_NEQ');
  });
});

it('asks for categories', () => {
  expect([2, 3, 3.5, 35].map((x) => isTrue('BRANCH_EQ', 3, false, x))).toEqual([false, true, false, false]);
  expect([2, 3, 35].map((x) => isTrue('BRANCH_NEQ', 3, false, x))).toEqual([true, false, true]);
  expect([2, 3, 35].map((x) => isTrue('BRANCH_MEMBER', 0, false, x, [2, 35]))).toEqual([true, false, true]);
});

it('asks no more than whether a number is there, where the threshold is infinite', () => {
  expect(isTrue('BRANCH_LEQ', Infinity, false, 3.4e38)).toBe(true);
  expect(isTrue('BRANCH_GT', Infinity, false, 3.4e38)).toBe(false);
});

it.each<[string, number, string]>([
  ['BRANCH_EQ', 0.5, 'RANKER_UNSUPPORTED'],
  ['BRANCH_EQ', -1, 'RANKER_UNSUPPORTED'],
  ['BRANCH_NEQ', 1e6, 'RANKER_UNSUPPORTED'],
  ['BRANCH_EQ', Number.NaN, 'RANKER_INVALID'],
])('%s of %d is refused', (mode, value, code) =>
  expect(() => isTrue(mode, value, false, 0)).toThrow(expect.objectContaining({ code })),
);
