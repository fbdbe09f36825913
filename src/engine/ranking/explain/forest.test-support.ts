import fc from 'fast-check';
import type { Tree, TreeEnsemble } from '../trees/ensemble.ts';

type Shape = { leaf: number; cover: number } | Split;
interface Split {
  feature: number;
  threshold: number;
  missingLeft: boolean;
  set?: number | undefined;
  left: Shape;
  right: Shape;
}

/** Forests of every shape: deep, of one leaf, with sets, missing values and covers of 0; and rows that meet their thresholds. */
export function forests(inputs: number, options: { trees?: number; depth?: number } = {}) {
  const leaf = fc.record({ leaf: fc.double({ min: -5, max: 5, noNaN: true }), cover: fc.integer({ min: 0, max: 40 }) });
  const { shape } = fc.letrec<{ shape: Shape; split: Split }>((tie) => ({
    shape: fc.oneof({ maxDepth: options.depth ?? 6 }, leaf, tie('split'), tie('split'), tie('split')),
    split: fc.record(
      {
        feature: fc.nat(inputs - 1),
        threshold: fc.integer({ min: -3, max: 3 }),
        missingLeft: fc.boolean(),
        set: fc.option(fc.nat(15), { nil: undefined }),
        left: tie('shape'),
        right: tie('shape'),
      },
      { requiredKeys: ['feature', 'threshold', 'missingLeft', 'left', 'right'] },
    ),
  }));
  return fc
    .array(shape, { minLength: 1, maxLength: options.trees ?? 3 })
    .map((shapes): TreeEnsemble => ({ inputs, trees: shapes.map(treeOf), base: -0.5, link: 'logistic', slope: 1 }));
}

export const rows = (inputs: number) =>
  fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(Number.NaN)), {
    minLength: inputs,
    maxLength: inputs,
  });

function treeOf(shape: Shape): Tree {
  const nodes: { split: Split; left: number; right: number }[] = [];
  const leaves: { leaf: number; cover: number }[] = [];
  const place = (one: Shape): number => {
    if (!('feature' in one)) return ~(leaves.push(one) - 1);
    const at = nodes.push({ split: one, left: 0, right: 0 }) - 1;
    nodes[at]!.left = place(one.left);
    nodes[at]!.right = place(one.right);
    return at;
  };
  place(shape);
  const sets: Uint32Array[] = [];
  return {
    feature: Uint16Array.from(nodes, ({ split }) => split.feature),
    threshold: Float32Array.from(nodes, ({ split }) => split.threshold),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ split }) => Number(split.missingLeft)),
    set: Int32Array.from(nodes, ({ split }) =>
      split.set === undefined ? -1 : sets.push(Uint32Array.of(split.set)) - 1,
    ),
    sets,
    leaves: Float64Array.from(leaves, ({ leaf }) => leaf),
    cover: Float64Array.from(leaves, ({ cover }) => cover),
  };
}
