import type { Tree, TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { leafScaleOf } from '../../ranking/trees/round.ts';
import { splitsOf } from '../../ranking/trees/splits.ts';
import { type Block, blocksOf, KINDS } from './columns.ts';

/** Leaves of a plane, of a segment, and of a tree whose leaves a swizzle finds. */
const PLANE = 8;
const SEGMENT = 256;
const SWIZZLED = 32;
/** Byte columns that an entry can name. */
const MOST_COLUMNS = 65536;

/** A forest as assembly/ reads it. */
export interface Program {
  blocks: (Block & {
    /** Its first byte column. */
    column: number;
    /** Bit k: it has a column of kind k. */
    kinds: number;
  })[];
  columns: number;
  /** Entries by tree, see assembly/exits.ts. */
  code: Uint32Array;
  /** Leaves by tree: as whole numbers, low bytes and high bytes in tables of 64, where `whole` is there, otherwise in float64. */
  leaves: Uint8Array | Float64Array;
  whole?: {
    scale: number;
    /** The base, in scales. */
    base: number;
    /** Trees whose leaves together fit 16 bits. */
    every: number;
  };
}

/** Compiles a forest. Undefined where it asks more than 65,536 different things of a row. */
export function programOf(ensemble: TreeEnsemble): Program | undefined {
  const { trees } = ensemble;
  const forest = splitsOf(ensemble);
  const { blocks, find } = blocksOf(forest);
  if (blocks.length * KINDS > MOST_COLUMNS) return undefined;
  const whole = wholeOf(ensemble);
  const kinds = new Uint8Array(blocks.length);
  const layouts = trees.map((tree) => {
    const { slots, strikes } = layOut(tree);
    const entries = strikes.map(({ node, isMirrored, from, to }) => {
      const { block, limit } = find(tree.feature[node]!, forest.placeOf(tree, node));
      const kind = (tree.missingLeft[node] === 1 ? 2 : 0) + (isMirrored ? 1 : 0);
      kinds[block]! |= 1 << kind;
      return { block, kind, limit: (isMirrored ? 254 - limit : limit) - 128, from, to };
    });
    return { slots, entries };
  });
  const firsts = new Uint32Array(blocks.length + 1);
  for (let block = 0; block < blocks.length; block++)
    firsts[block + 1] = firsts[block]! + bitsBelow(kinds[block]!, KINDS);
  const code: number[] = [];
  trees.forEach(({ leaves }, t) => {
    const segments = Math.ceil(leaves.length / SEGMENT);
    if (!whole) code.push(segments, leaves.length);
    for (let segment = segments - 1; segment >= 0; segment--) {
      const planes = Math.ceil(Math.min(SEGMENT, leaves.length - segment * SEGMENT) / PLANE);
      code.push(planes);
      for (let plane = planes - 1; plane >= 0; plane--) {
        const first = segment * SEGMENT + plane * PLANE;
        const own = layouts[t]!.entries.filter(({ from, to }) => from < first + PLANE && to > first);
        code.push(own.length);
        for (const { block, kind, limit, from, to } of own) {
          const struck = (0xff << Math.max(0, from - first)) & (0xff >> Math.max(0, first + PLANE - to));
          const column = firsts[block]! + bitsBelow(kinds[block]!, kind);
          code.push(column + (limit & 255) * 2 ** 16 + struck * 2 ** 24);
        }
      }
    }
  });
  return {
    blocks: blocks.map((block, b) => ({ ...block, column: firsts[b]!, kinds: kinds[b]! })),
    columns: firsts[blocks.length]!,
    code: Uint32Array.from(code),
    leaves: whole
      ? wholeLeaves(trees, layouts, whole.scale)
      : Float64Array.from(trees.flatMap(({ leaves }, t) => Array.from(layouts[t]!.slots, (leaf) => leaves[leaf]!))),
    ...(whole && { whole }),
  };
}

function bitsBelow(bits: number, end: number): number {
  let count = 0;
  for (let bit = 0; bit < end; bit++) count += (bits >>> bit) & 1;
  return count;
}

/** A node and the places of leaves, from and to, that it strikes out where a row goes to its second child. */
interface Strike {
  node: number;
  /** The right child comes first. */
  isMirrored: boolean;
  from: number;
  to: number;
}

/** Gives leaves their places; of two children the one with fewer leaves comes first, so that few are struck out. */
function layOut({ left, right, leaves }: Tree): { slots: Int32Array; strikes: Strike[] } {
  const order: number[] = [];
  const pending = left.length > 0 ? [0] : [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    order.push(node);
    for (const child of [left[node]!, right[node]!]) if (child >= 0) pending.push(child);
  }
  const sizes = new Int32Array(left.length);
  const sizeOf = (child: number) => (child < 0 ? 1 : sizes[child]!);
  for (let i = order.length - 1; i >= 0; i--) sizes[order[i]!] = sizeOf(left[order[i]!]!) + sizeOf(right[order[i]!]!);
  const slots = new Int32Array(leaves.length);
  const starts = new Int32Array(left.length);
  const place = (child: number, at: number) => {
    if (child < 0) slots[at] = ~child;
    else starts[child] = at;
  };
  const strikes = order.map((node): Strike => {
    const isMirrored = sizeOf(right[node]!) < sizeOf(left[node]!);
    const [first, second] = isMirrored ? [right[node]!, left[node]!] : [left[node]!, right[node]!];
    const from = starts[node]!;
    const to = from + sizeOf(first);
    place(first, from);
    place(second, to);
    return { node, isMirrored, from, to };
  });
  return { slots, strikes };
}

/** What whole sums need; undefined where they would not be exactly those of float64. */
function wholeOf(ensemble: TreeEnsemble): Program['whole'] {
  const { trees, base } = ensemble;
  const scale = leafScaleOf(ensemble);
  if (scale === undefined || trees.some(({ leaves }) => leaves.length > SWIZZLED) || Object.is(base, -0))
    return undefined;
  let most = 1;
  let sum = Math.abs(base / scale);
  for (const { leaves } of trees) {
    const own = leaves.reduce((max, leaf) => Math.max(max, Math.abs(leaf / scale)), 0);
    most = Math.max(most, own);
    sum += own;
  }
  return sum < 2 ** 31 ? { scale, base: base / scale, every: Math.floor(32767 / most) } : undefined;
}

function wholeLeaves(trees: readonly Tree[], layouts: readonly { slots: Int32Array }[], scale: number): Uint8Array {
  const tables = new Uint8Array(trees.length * 2 * SWIZZLED);
  trees.forEach(({ leaves }, t) => {
    layouts[t]!.slots.forEach((leaf, at) => {
      const value = leaves[leaf]! / scale;
      tables[2 * SWIZZLED * t + at] = value & 255;
      tables[2 * SWIZZLED * t + SWIZZLED + at] = (value >> 8) & 255;
    });
  });
  return tables;
}
