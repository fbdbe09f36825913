import type { Tree, TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { leafScaleOf } from '../../ranking/trees/round.ts';
import { type ForestSplits, splitsOf } from '../../ranking/trees/splits.ts';
import { BLOCK, type Block, type Blocks, blocksOf } from './columns.ts';
import { type Layout, layOut } from './layout.ts';

/** Leaves of a plane, planes of a segment, and leaves of a tree that a swizzle finds. */
const PLANE = 8;
const SEGMENT = 32;
const SWIZZLED = 32;
/** Kinds of a block's columns: what is missing goes right or left, and each again from 255 down for nodes whose right child is first. */
const KINDS = 4;
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
  whole?: Whole;
}

/** What whole sums need. */
export interface Whole {
  scale: number;
  /** The base, in scales. */
  base: number;
  /** Trees whose leaves together fit 16 bits. */
  every: number;
}

/** Compiles a forest. Undefined where it asks more different things of a row than entries can name. */
export function programOf(ensemble: TreeEnsemble): Program | undefined {
  const { trees } = ensemble;
  const forest = splitsOf(ensemble);
  const cut = blocksOf(forest.splits);
  if (cut.blocks.length * KINDS > MOST_COLUMNS) return undefined;
  const layout = layOut(trees);
  const asked = askedOf(trees, layout, forest, cut);
  const kinds = new Uint8Array(cut.blocks.length);
  for (let node = 0; node < asked.column.length; node++)
    kinds[Math.floor(asked.column[node]! / KINDS)]! |= 1 << (asked.column[node]! % KINDS);
  const numbers = new Uint32Array(kinds.length * KINDS);
  let columns = 0;
  for (let column = 0; column < numbers.length; column++) {
    numbers[column] = columns;
    columns += (kinds[Math.floor(column / KINDS)]! >>> (column % KINDS)) & 1;
  }
  for (let node = 0; node < asked.column.length; node++) asked.column[node] = numbers[asked.column[node]!]!;
  const whole = wholeOf(ensemble);
  return {
    blocks: cut.blocks.map((block, b) => ({ ...block, column: numbers[b * KINDS]!, kinds: kinds[b]! })),
    columns,
    code: codeOf(trees, layout, asked, whole === undefined),
    leaves: whole ? wholeLeaves(trees, layout, whole.scale) : realLeaves(trees, layout),
    ...(whole && { whole }),
  };
}

/** By node, tree after tree: its column (block x KINDS + kind), and the byte above which a row goes on to the second child. */
interface Asked {
  column: Uint32Array;
  limit: Uint8Array;
}

function askedOf(
  trees: readonly Tree[],
  { isMirrored }: Layout,
  { splits, places }: ForestSplits,
  { firsts }: Blocks,
): Asked {
  const asked: Asked = { column: new Uint32Array(places.length), limit: new Uint8Array(places.length) };
  const counts = Uint32Array.from(splits, ({ thresholds }) => thresholds.length);
  let at = 0;
  for (const { feature, missingLeft } of trees)
    for (let node = 0; node < feature.length; node++, at++) {
      const input = feature[node]!;
      const place = places[at]!;
      const count = counts[input]!;
      const isNumber = place < count;
      const block = firsts[input]! + (isNumber ? Math.floor(place / BLOCK) : Math.ceil(count / BLOCK) + place - count);
      const limit = isNumber ? place % BLOCK : 0;
      asked.column[at] = block * KINDS + (missingLeft[node] === 1 ? 2 : 0) + isMirrored[at]!;
      // Bytes are less 128; of a mirrored column, 255 less the byte.
      asked.limit[at] = (isMirrored[at] === 1 ? 254 - limit : limit) - 128;
    }
  return asked;
}

/** @param isReal with the numbers of segments and leaves before each tree, which whole sums do without */
function codeOf(trees: readonly Tree[], { from, to }: Layout, { column, limit }: Asked, isReal: boolean): Uint32Array {
  let size = 0;
  let most = 0;
  for (const { leaves } of trees) {
    const planes = Math.ceil(leaves.length / PLANE);
    size += planes + Math.ceil(planes / SEGMENT) + (isReal ? 2 : 0);
    if (planes > most) most = planes;
  }
  for (let node = 0; node < from.length; node++) size += ((to[node]! - 1) >> 3) - (from[node]! >> 3) + 1;
  const code = new Uint32Array(size);
  const next = new Uint32Array(most);
  let at = 0;
  let first = 0;
  for (const { leaves } of trees) {
    const planes = Math.ceil(leaves.length / PLANE);
    const end = first + leaves.length - 1;
    next.fill(0, 0, planes);
    for (let node = first; node < end; node++)
      for (let plane = from[node]! >> 3; plane <= (to[node]! - 1) >> 3; plane++) next[plane]!++;
    if (isReal) {
      code[at++] = Math.ceil(planes / SEGMENT);
      code[at++] = leaves.length;
    }
    for (let plane = planes - 1; plane >= 0; plane--) {
      if (plane === planes - 1 || plane % SEGMENT === SEGMENT - 1) code[at++] = (plane % SEGMENT) + 1;
      const entries = next[plane]!;
      code[at++] = entries;
      next[plane] = at;
      at += entries;
    }
    for (let node = first; node < end; node++)
      for (let plane = from[node]! >> 3; plane <= (to[node]! - 1) >> 3; plane++)
        code[next[plane]!++] =
          column[node]! |
          (limit[node]! << 16) |
          (struckOf(from[node]! - plane * PLANE, to[node]! - plane * PLANE) << 24);
    first = end;
  }
  return code;
}

/** Bits of a plane's leaves from `begin` to below `end`, of which either may lie beyond it. */
const struckOf = (begin: number, end: number) =>
  (begin > 0 ? 0xff << begin : 0xff) & (end < PLANE ? 0xff >> (PLANE - end) : 0xff) & 0xff;

/** Undefined where whole sums would not be exactly those of float64, or a tree is too large for them. */
function wholeOf(ensemble: TreeEnsemble): Whole | undefined {
  const { trees, base } = ensemble;
  if (trees.some(({ leaves }) => leaves.length > SWIZZLED) || Object.is(base, -0)) return undefined;
  const scale = leafScaleOf(ensemble);
  if (scale === undefined) return undefined;
  let most = 1;
  let sum = Math.abs(base / scale);
  for (const { leaves } of trees) {
    let own = 0;
    for (let leaf = 0; leaf < leaves.length; leaf++) own = Math.max(own, Math.abs(leaves[leaf]! / scale));
    most = Math.max(most, own);
    sum += own;
  }
  return sum < 2 ** 31 ? { scale, base: base / scale, every: Math.floor(32767 / most) } : undefined;
}

function wholeLeaves(trees: readonly Tree[], { leaves: places }: Layout, scale: number): Uint8Array {
  const tables = new Uint8Array(trees.length * 2 * SWIZZLED);
  let at = 0;
  trees.forEach(({ leaves }, t) => {
    for (let place = 0; place < leaves.length; place++, at++) {
      const value = leaves[places[at]!]! / scale;
      tables[2 * SWIZZLED * t + place] = value & 255;
      tables[2 * SWIZZLED * t + SWIZZLED + place] = (value >> 8) & 255;
    }
  });
  return tables;
}

function realLeaves(trees: readonly Tree[], { leaves: places }: Layout): Float64Array {
  const values = new Float64Array(places.length);
  let at = 0;
  for (const { leaves } of trees)
    for (let place = 0; place < leaves.length; place++, at++) values[at] = leaves[places[at]!]!;
  return values;
}
