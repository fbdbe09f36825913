import { describe, expect, it } from 'vitest';
import { leafOf } from '../../../engine/ranking/trees/ensemble.ts';
import { buildTree, type SourceNode, setOf } from './buildTree.ts';

const leaf = (value: number, cover?: number): SourceNode => ({ leaf: value, cover });
const split = (left: number, right: number, more: object = {}): SourceNode => ({
  feature: 0,
  threshold: 0,
  set: undefined,
  left,
  right,
  missingLeft: false,
  ...more,
});
const build = (nodes: SourceNode[]) => buildTree(0, (place) => nodes[place], 1, 'tree 7');

it('numbers nodes and leaves from the root, left before right', () => {
  const tree = build([
    split(4, 1),
    split(3, 2, { threshold: 1, missingLeft: true }),
    leaf(30, 3),
    leaf(20, 2),
    leaf(10, 1),
  ]);
  expect([...tree.leaves]).toEqual([10, 20, 30]);
  expect([...tree.cover]).toEqual([1, 2, 3]);
  expect([...tree.left]).toEqual([~0, ~1]);
  expect([...tree.right]).toEqual([1, ~2]);
  expect([-1, 1, 2].map((x) => leafOf(tree, [x]))).toEqual([0, 1, 2]);
});

it('is one leaf where the root is one', () => {
  const { leaves, cover, left } = build([leaf(5)]);
  expect([...leaves, ...cover, ...left]).toEqual([5, 1]);
  expect([...build([leaf(5, 9)]).cover]).toEqual([9]);
});

it('knows covers of all leaves or of none', () => {
  for (const cover of [undefined, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(build([split(1, 2), leaf(1, 4), leaf(2, cover)]).cover).toHaveLength(0);
});

describe('refuses', () => {
  const chain = (length: number) => [
    ...Array.from({ length }, (_, n) => split(n + 1 === length ? 2 * length : n + 1, length + n)),
    ...Array.from({ length: length + 1 }, () => leaf(1)),
  ];

  it.each<[string, SourceNode[], string]>([
    ['a child that is not there', [split(1, 2), leaf(1)], 'RANKER_INVALID'],
    ['a cycle', [split(1, 2), split(0, 2), leaf(1)], 'RANKER_INVALID'],
    ['a node that is its own child', [split(0, 1), leaf(1)], 'RANKER_INVALID'],
    ['a leaf of two parents', [split(1, 2), split(2, 3), leaf(1), leaf(1)], 'RANKER_INVALID'],
    ['an input that is none', [split(1, 2, { feature: 1 }), leaf(1), leaf(1)], 'RANKER_INVALID'],
    ['half an input', [split(1, 2, { feature: 0.5 }), leaf(1), leaf(1)], 'RANKER_INVALID'],
    ['a threshold of NaN', [split(1, 2, { threshold: Number.NaN }), leaf(1), leaf(1)], 'RANKER_INVALID'],
    ['an infinite threshold', [split(1, 2, { threshold: -Infinity }), leaf(1), leaf(1)], 'RANKER_INVALID'],
    ['a leaf beyond float32', [leaf(1e39)], 'RANKER_INVALID'],
    ['a leaf of NaN', [split(1, 2), leaf(1), leaf(Number.NaN)], 'RANKER_INVALID'],
    ['an infinite leaf', [leaf(Number.POSITIVE_INFINITY)], 'RANKER_INVALID'],
    ['a depth of 513', chain(513), 'RANKER_UNSUPPORTED'],
  ])('%s', (_, nodes, code) =>
    expect(() => build(nodes)).toThrow(expect.objectContaining({ code, where: expect.stringContaining('tree 7') })),
  );

  it('more than 4096 leaves, and not 4096, nor a depth of 512', () => {
    const full = (count: number) =>
      Array.from({ length: 2 * count - 1 }, (_, n) => (n < count - 1 ? split(2 * n + 1, 2 * n + 2) : leaf(n)));
    expect(build(full(4096)).leaves).toHaveLength(4096);
    expect(() => build(full(4097))).toThrow(expect.objectContaining({ code: 'RANKER_UNSUPPORTED' }));
    expect(build(chain(512)).leaves).toHaveLength(513);
  });
});

it('setOf lays categories out as bits', () => {
  expect([...setOf([0, 33], '')]).toEqual([1, 2]);
  expect([...setOf([31], '')]).toEqual([2 ** 31]);
  expect([...setOf([], '')]).toEqual([0]);
  for (const wrong of [-1, 0.5, Number.NaN, 2 ** 24])
    expect(() => setOf([wrong], 'tree 1')).toThrow(
      expect.objectContaining({ where: expect.stringContaining('tree 1') }),
    );
});
