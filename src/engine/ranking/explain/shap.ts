import { goesLeft, type Tree, type TreeEnsemble } from '../trees/ensemble.ts';
import type { Attribution } from './attribution.ts';
import { type Edges, edgesOf } from './edges.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** A line that is no more than this is nothing: no row of training comes that way, and its inverse would be infinite. */
const LEAST = 1e-300;

/** A tree with what no row changes. */
interface Prepared {
  tree: Tree;
  edges: Edges;
  /** By edge, for a row that does not go down it and for one that does, by point t: inputShare (1 - t) + goes t. */
  lines: Float64Array;
  /** 1 / lines; 0 for a line of nothing. */
  inverses: Float64Array;
  rule: Quadrature;
}

/**
 * TreeSHAP: what each input adds to the margin of a row, as the Shapley values of the game in which an input that is not known
 * goes both ways by cover ("path-dependent": Lundberg, Erion, Lee 2018; Lundberg et al. 2020, whose algorithm 2 gives the same
 * values). `base` is the margin of a row of which nothing is known; with the contributions it sums to `marginOf`, to rounding.
 *
 * A Shapley value is an integral over t from 0 to 1 of a product of one line for each input of a path, which a Gauss-Legendre
 * rule takes exactly: Linear TreeSHAP (Yu et al. 2022) with a quadrature for its polynomials. The lines lie above 0, so deep
 * trees lose no digits, and a tree takes leaves x depth steps, not leaves x depth^2. Answers are one at a time.
 */
export function createTreeShap({ inputs, trees, base }: TreeEnsemble): (row: ArrayLike<number>) => Attribution {
  const rules = new Map<number, Quadrature>();
  const prepared = trees.map((tree) => prepare(tree, rules));
  const most = (of: (one: Prepared) => number) => prepared.reduce((a, one) => Math.max(a, of(one)), 0);
  const buffers: Buffers = {
    goesLeft: new Uint8Array(most(({ tree }) => tree.left.length)),
    goes: new Uint8Array(most(({ edges }) => edges.to.length)),
    products: new Float64Array(most(({ lines }) => lines.length / 2)),
    sums: new Float64Array(most(({ lines }) => lines.length / 2)),
  };
  const expected = prepared.reduce((sum, one) => sum + expectedOf(one), base);
  return (row) => {
    const contributions = new Float64Array(inputs);
    for (const one of prepared) addTree(one, row, contributions, buffers);
    return { base: expected, inputs: contributions };
  };
}

function prepare(tree: Tree, rules: Map<number, Quadrature>): Prepared {
  const edges = edgesOf(tree);
  // A path of n inputs integrates n - 1 lines.
  const points = Math.ceil(edges.widest / 2);
  if (!rules.has(points)) rules.set(points, gaussLegendre(points));
  const rule = rules.get(points)!;
  const lines = new Float64Array(2 * edges.to.length * points);
  for (let edge = 0, i = 0; edge < edges.to.length; edge++)
    for (let goes = 0; goes < 2; goes++)
      for (const t of rule.points) lines[i++] = edges.inputShare[edge]! * (1 - t) + goes * t;
  return { tree, edges, lines, inverses: lines.map((line) => (line > LEAST ? 1 / line : 0)), rule };
}

/** What a tree gives a row of which nothing is known: its leaves by cover. */
function expectedOf({ tree, edges: { to, above, share } }: Prepared): number {
  const reached = Float64Array.of(1, ...share.subarray(1));
  let sum = 0;
  for (let edge = 0; edge < to.length; edge++) {
    if (edge > 0) reached[edge] = share[edge]! * reached[above[edge]!]!;
    if (to[edge]! < 0) sum += reached[edge]! * tree.leaves[~to[edge]!]!;
  }
  return sum;
}

/** What one row needs for one tree, and the next overwrites. */
interface Buffers {
  /** By inner node: 1 where the row goes left. */
  goesLeft: Uint8Array;
  /** By edge: 1 where the row goes down it and down those above that ask the same input. */
  goes: Uint8Array;
  /** By edge and point: the rule's weight x the lines of the path's inputs. */
  products: Float64Array;
  /** By edge and point: the sum over the leaves below of leaf x product. */
  sums: Float64Array;
}

function addTree(
  { tree, edges, lines, inverses, rule }: Prepared,
  row: ArrayLike<number>,
  contributions: Float64Array,
  { goesLeft: left, goes, products, sums }: Buffers,
): void {
  const { to, above, same, isLeft, inputShare } = edges;
  const count = rule.weights.length;
  for (let node = 0; node < tree.left.length; node++)
    left[node] = goesLeft(tree, node, Math.fround(row[tree.feature[node]!]!)) ? 1 : 0;
  // Down: products.
  products.set(rule.weights);
  sums.fill(0, 0, count);
  for (let edge = 1; edge < to.length; edge++) {
    const over = above[edge]!;
    const other = same[edge]!;
    const goesDown = left[to[over]!] === isLeft[edge]! && (other === edge || goes[other] === 1) ? 1 : 0;
    goes[edge] = goesDown;
    const from = over * count;
    const at = edge * count;
    const line = (2 * edge + goesDown) * count;
    const leaf = to[edge]! < 0 ? tree.leaves[~to[edge]!]! : 0;
    const before = (2 * other + goes[other]!) * count;
    for (let q = 0; q < count; q++) {
      let product = products[from + q]! * lines[line + q]!;
      if (other !== edge) product *= inverses[before + q]!;
      products[at + q] = product;
      sums[at + q] = leaf * product;
    }
  }
  // Up: what lies below each edge, without its input's line.
  for (let edge = to.length - 1; edge > 0; edge--) {
    const over = above[edge]! * count;
    const at = edge * count;
    const line = (2 * edge + goes[edge]!) * count;
    let own = 0;
    for (let q = 0; q < count; q++) {
      const sum = sums[at + q]!;
      own += sum * inverses[line + q]!;
      sums[over + q]! += sum;
    }
    const feature = tree.feature[to[above[edge]!]!]!;
    contributions[feature]! += (goes[edge]! - inputShare[edge]!) * own;
    const other = same[edge]!;
    if (other === edge) continue;
    // The edge above counts these leaves too, by its own line, where this one is their input's.
    const before = (2 * other + goes[other]!) * count;
    let twice = 0;
    for (let q = 0; q < count; q++) twice += sums[at + q]! * inverses[before + q]!;
    contributions[feature]! -= (goes[other]! - inputShare[other]!) * twice;
  }
}
