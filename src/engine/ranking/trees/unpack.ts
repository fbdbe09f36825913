import { fail } from '../../../errors/fail.ts';
import type { Section } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';
import type { Tree, TreeEnsemble } from './ensemble.ts';
import type { Splits } from './splits.ts';

/** Leaves of one tree, at most. */
export const MAX_LEAVES = 4096;
/** Words of a set of categories, at most: categories are numbered up to 65,535. */
export const MAX_WORDS = 2048;

/**
 * The forest of a section that packTrees made; nodes and leaves are numbered in preorder.
 * Whatever the bytes are, it is a forest of finite trees whose every node can be asked, or an error, and takes memory in
 * proportion to them.
 *
 * @param counted section with each leaf's cover; absent: covers are empty
 * @throws BUNDLE_LAYOUT
 */
export function unpackTrees(section: Section, counted?: Section): TreeEnsemble {
  const broken = (what: string) => fail('BUNDLE_LAYOUT', `section "${section.name}", ${what}`);
  const inputs = paramOf(section, 'treeInputs');
  const base = paramOf(section, 'treeBase');
  const slope = paramOf(section, 'treeSlope');
  const scale = paramOf(section, 'leafScale');
  const link = section.params.treeLink;
  if (!(Number.isFinite(base) && slope > 0 && Number.isFinite(slope) && scale >= 0 && Number.isFinite(32768 * scale)))
    throw broken('parameters of the trees');
  if (link !== 'logistic' && link !== 'identity') throw broken('parameter "treeLink"');
  const sizes = arrayOf(section, 'treeLeaves', Uint16Array);
  let total = 0;
  for (const size of sizes) {
    if (size < 1 || size > MAX_LEAVES) throw broken('array "treeLeaves"');
    total += size;
  }
  const count = total - sizes.length;
  const shapes = arrayOf(section, 'treeShapes', Uint8Array, Math.ceil((total + count) / 8));
  const nodeInputs = narrowOf(section, 'nodeInputs', count);
  const nodePlaces = narrowOf(section, 'nodePlaces', count);
  const nodeMissing = arrayOf(section, 'nodeMissing', Uint8Array, Math.ceil(count / 8));
  const values =
    scale > 0 ? arrayOf(section, 'leaves', Int16Array, total) : arrayOf(section, 'leaves', Float32Array, total);
  const covers = counted ? arrayOf(counted, 'leafCover', Float32Array, total) : undefined;
  if (covers && !covers.every((rows) => rows >= 0 && rows < Number.POSITIVE_INFINITY))
    throw fail('BUNDLE_LAYOUT', `section "${counted!.name}", array "leafCover"`);
  const splits = unpackSplits(section, inputs);
  const next = startsOf(nodeInputs, inputs);
  if (!next) throw broken('array "nodeInputs"');
  // Each array once for all trees, which have views on it: thousands of small ones take longer than the rest.
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const feature = new Uint16Array(nodeInputs);
  const threshold = new Float32Array(count);
  const missingLeft = new Uint8Array(count);
  const set = new Int32Array(count).fill(-1);
  const leaves = new Float64Array(total);
  for (let leaf = 0; leaf < total; leaf++) {
    leaves[leaf] = scale > 0 ? values[leaf]! * scale : values[leaf]!;
    if (!Number.isFinite(leaves[leaf])) throw broken('array "leaves"');
  }
  const cover = covers ? new Float64Array(covers) : new Float64Array(0);
  const trees: Tree[] = [];
  let bit = 0;
  let from = 0;
  let firstLeaf = 0;
  for (const size of sizes) {
    const to = from + size - 1;
    const sets: Uint32Array[] = [];
    const tree: Tree = {
      feature: feature.subarray(from, to),
      threshold: threshold.subarray(from, to),
      left: left.subarray(from, to),
      right: right.subarray(from, to),
      missingLeft: missingLeft.subarray(from, to),
      set: set.subarray(from, to),
      sets,
      leaves: leaves.subarray(firstLeaf, firstLeaf + size),
      cover: cover.subarray(firstLeaf, firstLeaf + size),
    };
    if (!unpackShape(shapes, bit, tree)) throw broken('array "treeShapes"');
    for (let node = from; node < to; node++) {
      const at = next[feature[node]!]!++;
      const place = nodePlaces[at]!;
      const { thresholds, sets: own } = splits[feature[node]!]!;
      missingLeft[node] = (nodeMissing[at >>> 3]! >>> (at & 7)) & 1;
      if (place < thresholds.length) threshold[node] = thresholds[place]!;
      else if (place < thresholds.length + own.length) set[node] = sets.push(own[place - thresholds.length]!) - 1;
      else throw broken('array "nodePlaces"');
    }
    trees.push(tree);
    bit += 2 * size - 1;
    from = to;
    firstLeaf += size;
  }
  return { inputs, trees, base, link, slope };
}

function narrowOf(section: Section, name: string, length: number): Uint8Array | Uint16Array {
  return section.arrays[name] instanceof Uint8Array
    ? arrayOf(section, name, Uint8Array, length)
    : arrayOf(section, name, Uint16Array, length);
}

/** Where each input's nodes begin in what is sorted by input; undefined where a node asks none of `inputs`. */
function startsOf(nodeInputs: Uint8Array | Uint16Array, inputs: number): Uint32Array | undefined {
  const starts = new Uint32Array(inputs + 1);
  for (const input of nodeInputs) {
    if (input >= inputs) return undefined;
    starts[input + 1]!++;
  }
  for (let input = 0; input < inputs; input++) starts[input + 1]! += starts[input]!;
  return starts;
}

/** Fills in the children of a tree from its bits in preorder: 1 a node, 0 a leaf. False where they are no tree of so many leaves. */
function unpackShape(bits: Uint8Array, from: number, { left, right, leaves: { length } }: Tree): boolean {
  const awaitingRight: number[] = [];
  let nodes = 0;
  let leaves = 0;
  let parent = -1;
  let side = left;
  for (let bit = from; bit < from + 2 * length - 1; bit++) {
    const isNode = ((bits[bit >>> 3]! >>> (bit & 7)) & 1) === 1;
    if (parent < 0 && bit > from) return false;
    if (isNode ? nodes === length - 1 : leaves === length) return false;
    if (parent >= 0) side[parent] = isNode ? nodes : ~leaves;
    if (isNode) {
      if (side === left && parent >= 0) awaitingRight.push(parent);
      parent = nodes++;
      side = left;
    } else {
      leaves++;
      if (side === left && parent >= 0) side = right;
      else {
        parent = awaitingRight.pop() ?? -1;
        side = right;
      }
    }
  }
  return parent < 0 && leaves === length;
}

/** Thresholds and sets by input; the reverse of packSplits. */
function unpackSplits(section: Section, inputs: number): Splits[] {
  const broken = (name: string) => fail('BUNDLE_LAYOUT', `section "${section.name}", array "${name}"`);
  const counts = arrayOf(section, 'thresholdCounts', Uint16Array);
  if (counts.length !== inputs) throw broken('thresholdCounts');
  const total = counts.reduce((sum, count) => sum + count, 0);
  const bytes = arrayOf(section, 'thresholds', Uint8Array, 4 * total);
  const hasSets = section.arrays.setCounts !== undefined;
  const setCounts = hasSets ? arrayOf(section, 'setCounts', Uint16Array, inputs) : new Uint16Array(inputs);
  const lengths = hasSets ? arrayOf(section, 'setLengths', Uint16Array) : new Uint16Array(0);
  const words = hasSets ? arrayOf(section, 'setWords', Uint32Array) : new Uint32Array(0);
  let at = 0;
  let set = 0;
  let word = 0;
  const splits = Array.from(counts, (count, input): Splits => {
    const thresholds = new Float32Array(count);
    const bits = new Uint32Array(thresholds.buffer);
    let rank = 0;
    for (let place = 0; place < count; place++, at++) {
      rank += bytes[at]! + 256 * (bytes[total + at]! + 256 * (bytes[2 * total + at]! + 256 * bytes[3 * total + at]!));
      bits[place] = rank >= 0x80000000 ? rank - 0x80000000 : ~rank;
      if (rank > 0xffffffff || Number.isNaN(thresholds[place])) throw broken('thresholds');
    }
    const sets: Uint32Array[] = [];
    for (let own = 0; own < setCounts[input]!; own++, set++) {
      const length = lengths[set] ?? MAX_WORDS + 1;
      if (length > MAX_WORDS || word + length > words.length) throw broken('setWords');
      sets.push(words.slice(word, word + length));
      word += length;
    }
    return { thresholds, sets };
  });
  if (set !== lengths.length || word !== words.length) throw broken('setLengths');
  return splits;
}
