/**
 * A tree of a forest. Inner nodes are numbered from the root, 0; a child `c >= 0` is an inner node, `c < 0` the leaf `~c`
 * (LightGBM's convention). A tree of one leaf has no inner node. Per-node arrays are as long as there are inner nodes.
 */
export interface Tree {
  /** Input that the node asks. */
  feature: Uint16Array;
  /** A number goes left where `value <= threshold`, both as float32. Not read at a node with a set. */
  threshold: Float32Array;
  left: Int32Array;
  right: Int32Array;
  /** 1: NaN goes left; 0: right. */
  missingLeft: Uint8Array;
  /** Place in `sets` of the categories that go left, -1 at a node that compares numbers. */
  set: Int32Array;
  /** Bit c of a set: category c goes left (bit c & 31 of word c >>> 5). Whatever is no whole number, or beyond the set, goes right. */
  sets: readonly Uint32Array[];
  /** What each leaf adds to the margin. */
  leaves: Float64Array;
  /** Rows of training, or their weight, that came to each leaf: what TreeSHAP calls cover. Empty where unknown. */
  cover: Float64Array;
}

/** A sum of trees over rows of float32 inputs, NaN where one is missing. */
export interface TreeEnsemble {
  /** Inputs of a row. */
  inputs: number;
  trees: readonly Tree[];
  /** The margin of a row is this and the leaves it comes to, summed in the order of the trees, in float64. */
  base: number;
  /** `logistic`: the prediction is 1 / (1 + exp(-slope * margin)). `identity`: the margin. */
  link: 'logistic' | 'identity';
  /** LightGBM's `sigmoid`; 1 for everybody else. */
  slope: number;
}

/** The leaf that a row comes to. `row`: the inputs; the definition that kernels and their twins are held to. */
export function leafOf(tree: Tree, row: ArrayLike<number>): number {
  if (tree.left.length === 0) return 0;
  let node = 0;
  while (node >= 0)
    node = goesLeft(tree, node, Math.fround(row[tree.feature[node]!]!)) ? tree.left[node]! : tree.right[node]!;
  return ~node;
}

/** Where `value` (float32) goes at an inner node. */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  if (Number.isNaN(value)) return tree.missingLeft[node] === 1;
  const set = tree.set[node]!;
  if (set < 0) return value <= tree.threshold[node]!;
  const words = tree.sets[set]!;
  if (!(value >= 0 && value < 32 * words.length && Number.isInteger(value))) return false;
  return ((words[value >>> 5]! >>> (value & 31)) & 1) === 1;
}

/** Margin of one row: slow and plain; for tests, explanations and what is asked once. */
export function marginOf({ trees, base }: TreeEnsemble, row: ArrayLike<number>): number {
  let sum = base;
  for (const tree of trees) sum += tree.leaves[leafOf(tree, row)]!;
  return sum;
}
