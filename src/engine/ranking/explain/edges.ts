import type { Tree } from '../trees/ensemble.ts';

/**
 * The edges of a tree, each after the one above it. Edge 0 leads to the root (or to the only leaf) and asks nothing. All arrays are by edge.
 */
export interface Edges {
  /** What it leads to: an inner node, or the leaf `~to`. */
  to: Int32Array;
  /** The edge above, which leads to the node that this one leaves; edge 0 has itself. */
  above: Int32Array;
  /** The nearest edge above that asks the same input; itself where there is none. */
  same: Int32Array;
  /** 1: it is its node's left one. */
  isLeft: Uint8Array;
  /** Share of its node's cover that goes down it. */
  share: Float64Array;
  /** Likewise, multiplied over the edges of its path that ask the same input. */
  inputShare: Float64Array;
  /** Most different inputs that a path asks, at least 1. */
  widest: number;
}

/** A tree without covers counts every leaf alike; a node that no row of training came to, its two children alike. */
export function edgesOf(tree: Tree): Edges {
  const count = tree.left.length + tree.leaves.length;
  const edges: Edges = {
    to: new Int32Array(count),
    above: new Int32Array(count),
    same: Int32Array.from({ length: count }, (_, edge) => edge),
    isLeft: new Uint8Array(count),
    share: new Float64Array(count).fill(1),
    inputShare: new Float64Array(count).fill(1),
    widest: 1,
  };
  const coverOf = coversOf(tree);
  // By input, the last edge of the path at hand that asks it.
  const last = new Map<number, number>();
  let next = 1;
  const descend = (node: number, above: number) => {
    const feature = tree.feature[node]!;
    const same = last.get(feature);
    for (const to of [tree.left[node]!, tree.right[node]!]) {
      const edge = next++;
      const share = coverOf(node) > 0 ? coverOf(to) / coverOf(node) : 0.5;
      edges.to[edge] = to;
      edges.above[edge] = above;
      edges.isLeft[edge] = to === tree.left[node] ? 1 : 0;
      edges.share[edge] = share;
      edges.inputShare[edge] = same === undefined ? share : share * edges.inputShare[same]!;
      if (same !== undefined) edges.same[edge] = same;
      last.set(feature, edge);
      if (last.size > edges.widest) edges.widest = last.size;
      if (to >= 0) descend(to, edge);
    }
    if (same === undefined) last.delete(feature);
    else last.set(feature, same);
  };
  edges.to[0] = tree.left.length > 0 ? 0 : ~0;
  if (tree.left.length > 0) descend(0, 0);
  return edges;
}

/** Cover of an inner node, or of the leaf `~node`. */
function coversOf({ left, right, leaves, cover }: Tree): (node: number) => number {
  const inner = new Float64Array(left.length);
  const coverOf = (node: number) =>
    node >= 0 ? inner[node]! : cover.length === leaves.length ? Math.max(0, cover[~node]!) : 1;
  const sum = (node: number): number => {
    if (node >= 0) inner[node] = sum(left[node]!) + sum(right[node]!);
    return coverOf(node);
  };
  if (left.length > 0) sum(0);
  return coverOf;
}
