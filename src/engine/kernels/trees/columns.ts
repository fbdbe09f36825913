import type { ForestSplits } from '../../ranking/trees/splits.ts';

/** Thresholds of a block: with 255 for what is missing a byte numbers the places between them. */
const BLOCK = 254;
/** Up to here comparing all is quicker than two levels of 16. */
const FEW = 24;
/** Thresholds of a group, and bytes a float32 vector. */
const GROUP = 16;
const LANES = 4;

/** The kinds of a block's columns: where what is missing goes, and each again from 255 down. */
export const KINDS = 4;

/** What becomes a byte: thresholds of an input, or a set of its categories. */
export interface Block {
  input: number;
  /** As assembly/bins.ts has them. */
  kind: 0 | 1 | 2;
  count: number;
  table: Float32Array | Uint32Array;
}

/** The blocks of a forest, and where a node finds its own. */
export interface Blocks {
  blocks: Block[];
  /** Block and threshold of it (the byte above which a row goes right) of the place of an input's split. */
  find(input: number, place: number): { block: number; limit: number };
}

/** Cuts what nodes ask into blocks that a byte can answer. */
export function blocksOf({ splits }: ForestSplits): Blocks {
  const blocks: Block[] = [];
  const firsts: number[] = [];
  splits.forEach(({ thresholds, sets }, input) => {
    firsts.push(blocks.length);
    for (let from = 0; from < thresholds.length; from += BLOCK)
      blocks.push(numberBlock(input, thresholds.subarray(from, from + BLOCK)));
    for (const words of sets) blocks.push({ input, kind: 2, count: words.length, table: words });
  });
  return {
    blocks,
    find(input, place) {
      const { thresholds } = splits[input]!;
      const ofNumbers = Math.ceil(thresholds.length / BLOCK);
      return place < thresholds.length
        ? { block: firsts[input]! + Math.floor(place / BLOCK), limit: place % BLOCK }
        : { block: firsts[input]! + ofNumbers + place - thresholds.length, limit: 0 };
    },
  };
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
