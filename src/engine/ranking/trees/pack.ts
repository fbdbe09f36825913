import { fail } from '../../../errors/fail.ts';
import type { TypedArray } from '../../bundle/bundle.ts';
import type { Tree, TreeEnsemble } from './ensemble.ts';
import { leafScaleOf } from './round.ts';
import { type Splits, splitsOf } from './splits.ts';
import { MAX_LEAVES, MAX_WORDS } from './unpack.ts';

/** A forest as parameters and arrays of a section. What they hold: docs/bundle-format.md. */
export interface PackedTrees {
  params: Record<string, number | string>;
  arrays: Record<string, TypedArray>;
  /** Of the section that comes later; empty where a tree has no cover. */
  cover: Record<string, TypedArray>;
}

/**
 * Packs a forest so that like lies beside like, which is what brotli makes short. Nodes and leaves are renumbered in preorder.
 *
 * @param leaves `i16`: whole multiples of one scale, which needs `roundLeaves` first, and is exact then; `f32`: rounded to float32
 * @throws BUNDLE_LAYOUT where the forest is beyond what the layout holds, or leaves and base are not rounded
 */
export function packTrees(ensemble: TreeEnsemble, { leaves: kind }: { leaves: 'i16' | 'f32' }): PackedTrees {
  const { inputs, trees, base, link, slope } = ensemble;
  const scale = kind === 'i16' ? leafScaleOf(ensemble) : 0;
  if (scale === undefined) throw fail('BUNDLE_LAYOUT', 'leaves that are not rounded, as i16');
  const { splits, places } = splitsOf(ensemble);
  checkExtent(ensemble, splits);
  const nodes: { input: number; place: number; missingLeft: number }[] = [];
  const shapes: number[] = [];
  const leaves: number[] = [];
  const cover: number[] = [];
  let firstNode = 0;
  for (const tree of trees) {
    for (const child of preorderOf(tree)) {
      shapes.push(child < 0 ? 0 : 1);
      if (child < 0) {
        leaves.push(tree.leaves[~child]!);
        cover.push(tree.cover[~child]!);
      } else
        nodes.push({
          input: tree.feature[child]!,
          place: places[firstNode + child]!,
          missingLeft: tree.missingLeft[child]!,
        });
    }
    firstNode += tree.feature.length;
  }
  const byInput = [...nodes].sort((a, b) => a.input - b.input);
  return {
    params: { treeInputs: inputs, treeBase: base, treeLink: link, treeSlope: slope, leafScale: scale },
    arrays: {
      treeLeaves: Uint16Array.from(trees, (tree) => tree.leaves.length),
      treeShapes: bitsOf(shapes),
      nodeInputs: narrow(nodes.map(({ input }) => input)),
      nodePlaces: narrow(byInput.map(({ place }) => place)),
      nodeMissing: bitsOf(byInput.map(({ missingLeft }) => missingLeft)),
      ...packSplits(splits),
      leaves: scale === 0 ? Float32Array.from(leaves) : Int16Array.from(leaves, (leaf) => leaf / scale),
    },
    cover: trees.every((tree) => tree.cover.length > 0) ? { leafCover: Float32Array.from(cover) } : {},
  };
}

function checkExtent({ inputs, trees, base, slope }: TreeEnsemble, splits: readonly Splits[]): void {
  const isSound =
    inputs >= 1 &&
    inputs <= 65535 &&
    Number.isFinite(base) &&
    slope > 0 &&
    slope < Number.POSITIVE_INFINITY &&
    trees.every(
      ({ leaves }) =>
        leaves.length >= 1 && leaves.length <= MAX_LEAVES && leaves.every((leaf) => Number.isFinite(Math.fround(leaf))),
    ) &&
    splits.every(
      ({ thresholds, sets }) =>
        thresholds.length + sets.length <= 65535 &&
        !thresholds.some(Number.isNaN) &&
        sets.every((words) => words.length <= MAX_WORDS),
    );
  if (!isSound) throw fail('BUNDLE_LAYOUT', 'a forest beyond what a bundle holds');
}

/** Nodes, and leaves as `~leaf`, of a tree from its root, the left before the right. */
function preorderOf({ left, right }: Tree): number[] {
  const order: number[] = [];
  const pending = [left.length > 0 ? 0 : ~0];
  for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
    order.push(child);
    if (child >= 0) pending.push(right[child]!, left[child]!);
  }
  return order;
}

/** Thresholds as the differences of their ranks among all float32, byte by byte: high bytes of neighbours are alike. */
function packSplits(splits: readonly Splits[]): Record<string, TypedArray> {
  const differences: number[] = [];
  for (const { thresholds } of splits) {
    let previous = 0;
    for (const bits of new Uint32Array(thresholds.buffer)) {
      const rank = (bits >>> 31 === 1 ? ~bits : bits | 0x80000000) >>> 0;
      differences.push(rank - previous);
      previous = rank;
    }
  }
  const sets = splits.flatMap((split) => split.sets);
  return {
    thresholdCounts: Uint16Array.from(splits, ({ thresholds }) => thresholds.length),
    thresholds: Uint8Array.from(
      [0, 8, 16, 24].flatMap((shift) => differences.map((difference) => (difference >>> shift) & 255)),
    ),
    ...(sets.length > 0 && {
      setCounts: Uint16Array.from(splits, (split) => split.sets.length),
      setLengths: Uint16Array.from(sets, (words) => words.length),
      setWords: Uint32Array.from(sets.flatMap((words) => [...words])),
    }),
  };
}

function narrow(values: readonly number[]): Uint8Array | Uint16Array {
  return values.every((value) => value < 256) ? Uint8Array.from(values) : Uint16Array.from(values);
}

/** Bit i is bit i & 7 of byte i >>> 3. */
function bitsOf(bits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >>> 3]! |= bit << (i & 7);
  });
  return bytes;
}
