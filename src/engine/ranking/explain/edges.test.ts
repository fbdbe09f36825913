import fc from 'fast-check';
import { expect, it } from 'vitest';
import { edgesOf } from './edges.ts';
import { forests } from './forest.test-support.ts';

it('lists every edge after the one above it, with shares that sum to 1 at a node and multiply along an input', () => {
  fc.assert(
    fc.property(forests(4, { trees: 1 }), ({ trees: [tree] }) => {
      const { to, above, same, share, inputShare, isLeft, widest } = edgesOf(tree!);
      expect(new Set(to).size).toBe(tree!.left.length + tree!.leaves.length);
      const sums = new Map<number, number>();
      for (let edge = 1; edge < to.length; edge++) {
        const node = to[above[edge]!]!;
        expect(above[edge]).toBeLessThan(edge);
        expect(to[edge]).toBe((isLeft[edge] ? tree!.left : tree!.right)[node]);
        sums.set(node, (sums.get(node) ?? 0) + share[edge]!);
        const other = same[edge]!;
        const sameShare = other === edge ? 1 : inputShare[other]!;
        expect(inputShare[edge]).toBe(share[edge]! * sameShare);
        if (other !== edge) expect(tree!.feature[to[above[other]!]!]).toBe(tree!.feature[node]);
      }
      for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 12);
      expect(widest).toBeLessThanOrEqual(4);
    }),
  );
});

it('is one edge for a tree of one leaf', () => {
  fc.assert(
    fc.property(forests(1, { trees: 1, depth: 0 }), ({ trees: [tree] }) => {
      expect([...edgesOf(tree!).to]).toEqual([~0]);
    }),
  );
});
