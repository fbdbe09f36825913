import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forests } from '../../ranking/trees/forest.test-support.ts';
import { layOut } from './layout.ts';

it('puts the leaves below a first child together, before those below the second, the fewer first', () => {
  // 0 has leaf 0 and node 1, which has node 2 (leaves 1 and 2) and leaf 3.
  const layout = layOut([{ left: Int32Array.of(~0, 2, ~1), right: Int32Array.of(1, ~3, ~2) }]);
  expect(layout).toEqual({
    leaves: Int32Array.of(0, 3, 1, 2),
    from: Int32Array.of(0, 1, 2),
    to: Int32Array.of(1, 2, 3),
    isMirrored: Uint8Array.of(0, 1, 0),
  });
});

it('lays trees out end to end', () => {
  fc.assert(
    fc.property(forests(), ({ trees }) => {
      const own = trees.map((tree) => layOut([tree]));
      const all = layOut(trees);
      for (const name of ['leaves', 'from', 'to', 'isMirrored'] as const)
        expect([...all[name]]).toEqual(own.flatMap((one) => [...one[name]]));
    }),
  );
});

it('leaves of any tree the leaf that a row comes to as the lowest that is not struck out', () => {
  fc.assert(
    fc.property(forests({ trees: 1 }), fc.infiniteStream(fc.boolean()), ({ trees }, choices) => {
      for (const tree of trees) {
        const { leaves, from, to, isMirrored } = layOut([tree]);
        expect([...leaves].sort((a, b) => a - b)).toEqual(Array.from(leaves, (_, i) => i));
        const goesLeft = Array.from(tree.left, () => choices.next().value!);
        let child = tree.left.length > 0 ? 0 : ~0;
        while (child >= 0) child = goesLeft[child] ? tree.left[child]! : tree.right[child]!;
        const struck = new Set<number>();
        goesLeft.forEach((isLeft, node) => {
          const isSecond = isLeft === (isMirrored[node] === 1);
          for (let place = from[node]!; isSecond && place < to[node]!; place++) struck.add(place);
        });
        expect(leaves.find((_, place) => !struck.has(place))).toBe(~child);
        // The fewer first: no more than half of the leaves below a node are struck out by it.
        for (let node = 0; node < from.length; node++)
          expect(to[node]! - from[node]!).toBeLessThanOrEqual(leaves.length / 2);
      }
    }),
  );
});
