import type { Tree } from '../../ranking/trees/ensemble.ts';

/** The leaves of a tree in the order in which they are struck out. */
export interface Layout {
  /** Leaf at each place. */
  leaves: Int32Array;
  /** By node: a row that goes on to its second child strikes out the places of its first, from `from` to below `to`. */
  from: Int32Array;
  to: Int32Array;
  /** By node, 1: the right child is the first. */
  isMirrored: Uint8Array;
}

/** Gives leaves their places; of two children the one of fewer leaves comes first, so that few are struck out. */
export function layOut({ left, right }: Pick<Tree, 'left' | 'right'>): Layout {
  const nodes = left.length;
  const order = new Int32Array(nodes);
  // A node's place in `order` waits here; every node has one parent, so there is room.
  const pending = new Int32Array(nodes + 1);
  let waiting = nodes > 0 ? 1 : 0;
  for (let i = 0; waiting > 0; i++) {
    const node = pending[--waiting]!;
    order[i] = node;
    if (left[node]! >= 0) pending[waiting++] = left[node]!;
    if (right[node]! >= 0) pending[waiting++] = right[node]!;
  }
  const sizes = new Int32Array(nodes);
  for (let i = nodes - 1; i >= 0; i--) {
    const node = order[i]!;
    sizes[node] = (left[node]! < 0 ? 1 : sizes[left[node]!]!) + (right[node]! < 0 ? 1 : sizes[right[node]!]!);
  }
  const layout: Layout = {
    leaves: new Int32Array(nodes + 1),
    from: new Int32Array(nodes),
    to: new Int32Array(nodes),
    isMirrored: new Uint8Array(nodes),
  };
  for (let i = 0; i < nodes; i++) {
    const node = order[i]!;
    const ofLeft = left[node]! < 0 ? 1 : sizes[left[node]!]!;
    const isMirrored = sizes[node]! - ofLeft < ofLeft;
    const first = isMirrored ? right[node]! : left[node]!;
    const second = isMirrored ? left[node]! : right[node]!;
    const from = layout.from[node]!;
    const to = from + (isMirrored ? sizes[node]! - ofLeft : ofLeft);
    layout.to[node] = to;
    layout.isMirrored[node] = isMirrored ? 1 : 0;
    if (first < 0) layout.leaves[from] = ~first;
    else layout.from[first] = from;
    if (second < 0) layout.leaves[to] = ~second;
    else layout.from[second] = to;
  }
  return layout;
}
