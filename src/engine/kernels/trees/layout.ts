import type { Tree } from '../../ranking/trees/ensemble.ts';

/** The leaves of trees in the order in which they are struck out. Trees lie end to end. */
export interface Layout {
  /** Leaf of its tree at each place. */
  leaves: Int32Array;
  /** By node: a row that goes on to its second child strikes out the tree's places of the first, from `from` to below `to`. */
  from: Int32Array;
  to: Int32Array;
  /** By node, 1: the right child is the first. */
  isMirrored: Uint8Array;
}

/** Gives leaves their places; of two children the one of fewer leaves comes first, so that few are struck out. */
export function layOut(trees: readonly Pick<Tree, 'left' | 'right'>[]): Layout {
  let nodes = 0;
  let most = 0;
  for (const { left } of trees) {
    nodes += left.length;
    if (left.length > most) most = left.length;
  }
  const layout: Layout = {
    leaves: new Int32Array(nodes + trees.length),
    from: new Int32Array(nodes),
    to: new Int32Array(nodes),
    isMirrored: new Uint8Array(nodes),
  };
  const order = new Int32Array(most);
  const pending = new Int32Array(most + 1);
  const sizes = new Int32Array(most);
  let first = 0;
  trees.forEach((tree, t) => {
    visit(tree, order, pending);
    measure(tree, order, sizes);
    place(tree, order, sizes, layout, first, first + t);
    first += tree.left.length;
  });
  return layout;
}

type Children = Pick<Tree, 'left' | 'right'>;

/** Nodes, each before its children, into `order`. */
function visit({ left, right }: Children, order: Int32Array, pending: Int32Array): void {
  let waiting = left.length > 0 ? 1 : 0;
  pending[0] = 0;
  for (let i = 0; waiting > 0; i++) {
    const node = pending[--waiting]!;
    order[i] = node;
    if (left[node]! >= 0) pending[waiting++] = left[node]!;
    if (right[node]! >= 0) pending[waiting++] = right[node]!;
  }
}

/** Leaves below each node into `sizes`. */
function measure({ left, right }: Children, order: Int32Array, sizes: Int32Array): void {
  for (let i = left.length - 1; i >= 0; i--) {
    const node = order[i]!;
    sizes[node] = (left[node]! < 0 ? 1 : sizes[left[node]!]!) + (right[node]! < 0 ? 1 : sizes[right[node]!]!);
  }
}

function place(
  { left, right }: Children,
  order: Int32Array,
  sizes: Int32Array,
  { leaves, from, to, isMirrored }: Layout,
  firstNode: number,
  firstLeaf: number,
): void {
  for (let i = 0; i < left.length; i++) {
    const node = order[i]!;
    const ofLeft = left[node]! < 0 ? 1 : sizes[left[node]!]!;
    const ofRight = sizes[node]! - ofLeft;
    const turns = ofRight < ofLeft;
    const first = turns ? right[node]! : left[node]!;
    const second = turns ? left[node]! : right[node]!;
    const begin = from[firstNode + node]!;
    const end = begin + (turns ? ofRight : ofLeft);
    to[firstNode + node] = end;
    isMirrored[firstNode + node] = turns ? 1 : 0;
    if (first < 0) leaves[firstLeaf + begin] = ~first;
    else from[firstNode + first] = begin;
    if (second < 0) leaves[firstLeaf + end] = ~second;
    else from[firstNode + second] = end;
  }
}
