import fc from 'fast-check';
import type { Tree, TreeEnsemble } from './ensemble.ts';

/** What rows and thresholds are made of: values meet thresholds often. */
export const NUMBERS = [0, -0, 1, -1, 2, 0.1, 1e-40, -3.5, 1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Splits the leaf that was made last: a chain. */
const NEWEST = -1;

export interface ForestShape {
  /** Inputs, at most. */
  inputs?: number;
  /** Trees, at most. */
  trees?: number;
  /** Leaves of a tree, at most. */
  leaves?: number;
  /** Leaves are whole multiples of 1/8 as those of `roundLeaves`, rather than any float32. */
  isRounded?: boolean;
}

/** Random forests: balanced trees, chains and trees of one leaf, sets, either direction of what is missing. */
export function forests({ inputs = 6, trees = 8, leaves = 40, isRounded = false }: ForestShape = {}) {
  const leaf = isRounded
    ? fc.integer({ min: -3000, max: 3000 }).map((q) => q / 8)
    : fc.float({ noNaN: true, min: -1e6, max: 1e6 });
  return fc
    .record({
      inputs: fc.integer({ min: 1, max: inputs }),
      base: leaf,
      link: fc.constantFrom<TreeEnsemble['link']>('logistic', 'identity'),
      slope: fc.constantFrom(1, 0.5),
      isCovered: fc.boolean(),
    })
    .chain(({ isCovered, ...head }) =>
      fc
        .array(tree(head.inputs, leaves, leaf, isCovered), { maxLength: trees })
        .map((grown): TreeEnsemble => ({ ...head, trees: grown })),
    );
}

const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.float({ noNaN: true, noDefaultInfinity: true, min: -50, max: 50 }),
);

function tree(inputs: number, most: number, leaf: fc.Arbitrary<number>, isCovered: boolean): fc.Arbitrary<Tree> {
  const sets = fc.array(fc.array(fc.nat(70), { maxLength: 6 }).map(setOf), { maxLength: 3 });
  return fc
    .tuple(fc.integer({ min: 1, max: most }), sets, fc.constantFrom('chain', 'any'))
    .chain(([size, sets, form]) => {
      const node = fc.record({
        feature: fc.nat(inputs - 1),
        threshold: number,
        missingLeft: fc.nat(1),
        set: fc.oneof(
          { weight: 3, arbitrary: fc.constant(-1) },
          { weight: 1, arbitrary: fc.integer({ min: -1, max: sets.length - 1 }) },
        ),
        // Which of the leaves so far is split next: always the newest makes a chain.
        split: form === 'chain' ? fc.constant(NEWEST) : fc.nat(0xffff),
      });
      const values = { minLength: size, maxLength: size };
      return fc
        .tuple(
          fc.array(node, { minLength: size - 1, maxLength: size - 1 }),
          fc.array(leaf, values),
          fc.array(fc.nat(1000), values),
        )
        .map(
          ([nodes, leaves, cover]): Tree => ({
            ...grow(nodes.map(({ split }) => split)),
            feature: Uint16Array.from(nodes, ({ feature }) => feature),
            threshold: Float32Array.from(nodes, ({ threshold, set }) => (set < 0 ? threshold : 0)),
            missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => missingLeft),
            set: Int32Array.from(nodes, ({ set }) => set),
            sets,
            leaves: Float64Array.from(leaves),
            cover: Float64Array.from(isCovered ? cover : []),
          }),
        );
    });
}

function setOf(categories: number[]): Uint32Array {
  const words = new Uint32Array(3);
  for (const category of categories) words[category >>> 5]! |= 1 << (category & 31);
  return words;
}

/** A tree as boosting grows one: split s turns a leaf into a node, whose left keeps the leaf's number (LightGBM). */
function grow(splits: readonly number[]): Pick<Tree, 'left' | 'right'> {
  const left = new Int32Array(splits.length);
  const right = new Int32Array(splits.length);
  const slots: { side: Int32Array; node: number }[] = [];
  splits.forEach((split, node) => {
    const leaf = split === NEWEST ? node : split % (node + 1);
    const slot = slots[leaf];
    if (slot) slot.side[slot.node] = node;
    left[node] = ~leaf;
    right[node] = ~(node + 1);
    slots[leaf] = { side: left, node };
    slots[node + 1] = { side: right, node };
  });
  return { left, right };
}

/** Rows for a forest by column, `stride` = `count`: numbers that meet thresholds, categories, what is missing. */
export const columnsFor = (inputs: number, count: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.oneof(number, fc.nat(70), fc.constant(Number.NaN)), {
      minLength: inputs * count,
      maxLength: inputs * count,
    })
    .map((values) => Float32Array.from(values));

/** Row d of columns. */
export const rowOf = (columns: Float32Array, inputs: number, stride: number, d: number): number[] =>
  Array.from({ length: inputs }, (_, f) => columns[f * stride + d]!);
