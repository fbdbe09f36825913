import type { Splits } from '../../ranking/trees/splits.ts';

/** Thresholds of a block: with 255 for what is missing a byte numbers the places between them. */
export const BLOCK = 254;
/** Up to here comparing all is quicker than two levels of 16. */
const FEW = 24;
/** Thresholds of a group, and float32 of a vector. */
const GROUP = 16;
const LANES = 4;

/** What becomes a byte: thresholds of an input, or a set of its categories. */
export interface Block {
  input: number;
  /** Few thresholds, many, or a set: `count` is of thresholds, of vectors of pivots, or of words; see assembly/bins.ts. */
  kind: 0 | 1 | 2;
  count: number;
  table: Float32Array | Uint32Array;
}

/** What nodes ask, cut into blocks that a byte can answer. */
export interface Blocks {
  blocks: Block[];
  /** By input, its first block: thresholds, BLOCK at a time, then a block for each set. */
  firsts: Uint32Array;
}

export function blocksOf(splits: readonly Splits[]): Blocks {
  const blocks: Block[] = [];
  const firsts = Uint32Array.from(splits, ({ thresholds, sets }, input) => {
    const first = blocks.length;
    for (let from = 0; from < thresholds.length; from += BLOCK)
      blocks.push(numberBlock(input, thresholds.subarray(from, from + BLOCK)));
    for (const words of sets) blocks.push({ input, kind: 2, count: words.length, table: words });
    return first;
  });
  return { blocks, firsts };
}

function numberBlock(input: number, thresholds: Float32Array): Block {
  if (thresholds.length <= FEW) return { input, kind: 0, count: thresholds.length, table: thresholds };
  const groups = Math.ceil(thresholds.length / GROUP);
  const vectors = Math.ceil((groups - 1) / LANES);
  // Nothing is above what fills the rest.
  const table = new Float32Array(vectors * LANES + groups * GROUP).fill(Number.POSITIVE_INFINITY);
  for (let group = 0; group < groups - 1; group++) table[group] = thresholds[(group + 1) * GROUP - 1]!;
  table.set(thresholds, vectors * LANES);
  return { input, kind: 1, count: vectors, table };
}
