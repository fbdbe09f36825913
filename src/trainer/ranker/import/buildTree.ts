import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';

/** A node of a tree as its file has it; children are places that `nodeAt` understands. */
export type SourceNode =
  | { leaf: number; cover: number | undefined }
  | {
      feature: number;
      /** Float32: numbers up to it go left. Not read where there is a set. */
      threshold: number;
      /** Categories that go left, as in Tree.sets. */
      set: Uint32Array | undefined;
      left: number;
      right: number;
      missingLeft: boolean;
    };

/** Leaves of a tree, and inner nodes above a leaf, at most. */
const MOST_LEAVES = 4096;
const MOST_DEPTH = 512;
/** Highest category: what a set of 8 kB holds. */
export const MOST_CATEGORY = 65_535;

/**
 * The tree below `root`, its inner nodes and leaves numbered from the root, left before right.
 * @param nodeAt the node at a place; undefined where there is none
 * @param where names the tree in errors
 * @throws RANKER_INVALID: a child out of range, a node reached twice, an input that is none of `inputs`, a number that is not finite;
 * RANKER_UNSUPPORTED: too many leaves, too deep
 */
export function buildTree(
  root: number,
  nodeAt: (place: number) => SourceNode | undefined,
  inputs: number,
  where: string,
): Tree {
  const feature: number[] = [];
  const threshold: number[] = [];
  const children: [number[], number[]] = [[], []];
  const missingLeft: number[] = [];
  const set: number[] = [];
  const sets: Uint32Array[] = [];
  const leaves: number[] = [];
  const cover: (number | undefined)[] = [];
  const seen = new Set<number>();
  const open = [{ place: root, parent: -1, side: 0, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { place, parent, side, depth } = next;
    const node = nodeAt(place);
    if (!node) throw fail('RANKER_INVALID', `${where}: node ${place} is named and not there`);
    if (seen.has(place)) throw fail('RANKER_INVALID', `${where}: node ${place} is reached twice, so this is no tree`);
    seen.add(place);
    if ('leaf' in node) {
      // As float32, which is how leaves are packed.
      if (!Number.isFinite(Math.fround(node.leaf)))
        throw fail('RANKER_INVALID', `${where}: a leaf is no finite number`);
      if (leaves.length === MOST_LEAVES) throw fail('RANKER_UNSUPPORTED', `${where}: more than ${MOST_LEAVES} leaves`);
      if (parent >= 0) children[side]![parent] = ~leaves.length;
      leaves.push(node.leaf);
      cover.push(node.cover);
      continue;
    }
    if (depth === MOST_DEPTH) throw fail('RANKER_UNSUPPORTED', `${where}: deeper than ${MOST_DEPTH}`);
    if (!(Number.isInteger(node.feature) && node.feature >= 0 && node.feature < inputs))
      throw fail('RANKER_INVALID', `${where}: input ${node.feature} of ${inputs} is asked`);
    if (!node.set && !Number.isFinite(node.threshold))
      throw fail('RANKER_INVALID', `${where}: a threshold is no finite number`);
    const own = feature.length;
    if (parent >= 0) children[side]![parent] = own;
    feature.push(node.feature);
    threshold.push(node.set ? 0 : node.threshold);
    missingLeft.push(node.missingLeft ? 1 : 0);
    set.push(node.set ? sets.push(node.set) - 1 : -1);
    open.push({ place: node.right, parent: own, side: 1, depth: depth + 1 });
    open.push({ place: node.left, parent: own, side: 0, depth: depth + 1 });
  }
  // What came to the only leaf of a tree explains nothing, and must not cost the other trees theirs.
  if (leaves.length === 1) cover[0] ??= 1;
  const isCovered = cover.every((value) => value !== undefined && value >= 0 && value < Infinity);
  return {
    feature: Uint16Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(children[0]),
    right: Int32Array.from(children[1]),
    missingLeft: Uint8Array.from(missingLeft),
    set: Int32Array.from(set),
    sets,
    leaves: Float64Array.from(leaves),
    cover: isCovered ? Float64Array.from(cover as number[]) : new Float64Array(0),
  };
}

/** Categories as a set. @throws RANKER_INVALID, RANKER_UNSUPPORTED beyond MOST_CATEGORY */
export function setOf(categories: readonly number[], where: string): Uint32Array {
  let most = 0;
  for (const category of categories) {
    if (!(Number.isInteger(category) && category >= 0))
      throw fail('RANKER_INVALID', `${where}: ${category} is no category`);
    if (category > MOST_CATEGORY)
      throw fail('RANKER_UNSUPPORTED', `${where}: category ${category} is above ${MOST_CATEGORY}`);
    if (category > most) most = category;
  }
  const words = new Uint32Array((most >>> 5) + 1);
  for (const category of categories) words[category >>> 5]! |= 1 << (category & 31);
  return words;
}
