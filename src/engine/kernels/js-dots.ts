import type { Bitmap } from '../candidates/bitmap.ts';
import type { PackedVectors } from './kernels.ts';

/** Receives the dot products of `count` positions from `first` on; `values` is reused. */
export type Visit = (first: number, count: number, values: Float64Array) => void;

/**
 * The exact inner products of int8 items with a query (values from -127 to 127), tile by tile from position `from` to `to`.
 * Passes over tiles none of whose positions is in `allowed`.
 */
export type Dots = (query: Int32Array, from: number, to: number, allowed: Bitmap | undefined, visit: Visit) => void;

/** Positions of one tile: its sums stay in the first-level cache. */
const TILE = 512;
/** Values up to which a scanner holds pairs, which take 4 bytes a value beside the vectors themselves. */
const MAX_PAIRED = 1 << 20;

export function createDots(vectors: PackedVectors): Dots {
  return vectors.items * vectors.dimensions <= MAX_PAIRED ? createPairedDots(vectors) : createPlainDots(vectors);
}

/** Int32 arithmetic on the vectors where they are: even dimensions are read as x + 128, which is taken off at the end. */
export function createPlainDots({ packed, items, dimensions }: PackedVectors): Dots {
  const odd = packed;
  const even = new Uint8Array(packed.buffer, packed.byteOffset, items * dimensions);
  const values = new Float64Array(TILE);
  return (query, from, to, allowed, visit) => {
    let bias = 0;
    for (let d = 0; d < dimensions; d += 2) bias += 128 * query[d]!;
    for (let first = from; first < to; first += TILE) {
      const last = Math.min(to, first + TILE);
      if (!hasAny(allowed, first, last)) continue;
      multiplyTile(even, odd, query, first * dimensions, last - first, bias, values);
      visit(first, last - first, values);
    }
  };
}

function multiplyTile(
  even: Uint8Array,
  odd: Int8Array,
  query: Int32Array,
  from: number,
  count: number,
  bias: number,
  values: Float64Array,
): void {
  for (let i = 0, at = from; i < count; i++) {
    // Four sums keep the multiplier busy; with Math.imul no product is checked for leaving the integers.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let d = 0; d < query.length; d += 4, at += 4) {
      s0 = (s0 + Math.imul(even[at]!, query[d]!)) | 0;
      s1 = (s1 + Math.imul(odd[at + 1]!, query[d + 1]!)) | 0;
      s2 = (s2 + Math.imul(even[at + 2]!, query[d + 2]!)) | 0;
      s3 = (s3 + Math.imul(odd[at + 3]!, query[d + 3]!)) | 0;
    }
    values[i] = (s0 + s1 + s2 + s3 - bias) | 0;
  }
}

/** Two dot products share a float64: the second is so many times larger, and both together stay whole and below 2^53. */
const SHIFT = 2 ** 26;
/** Dimensions whose query values stay in registers while the items pass. */
const BLOCK = 8;

/**
 * Float64 arithmetic on pairs of items, item 2p + item 2p+1 x 2^26, so that one multiplication serves two. Stored block
 * by block of 8 dimensions, in a block pair by pair.
 */
export function createPairedDots({ packed, items, dimensions }: PackedVectors): Dots {
  const pairs = (items + 1) >> 1;
  const blocks = new Float64Array(pairs * dimensions);
  for (let item = 0; item < items; item++) {
    const weight = item % 2 === 0 ? 1 : SHIFT;
    for (let d = 0; d < dimensions; d++) {
      const byte = packed[item * dimensions + d]!;
      const value = d % 2 === 0 ? (byte & 255) - 128 : byte;
      blocks[(((d / BLOCK) | 0) * pairs + (item >> 1)) * BLOCK + (d % BLOCK)]! += value * weight;
    }
  }
  const sums = new Float64Array(TILE / 2 + 1);
  const values = new Float64Array(TILE);

  return (query, from, to, allowed, visit) => {
    for (let first = from; first < to; first += TILE) {
      const last = Math.min(to, first + TILE);
      if (!hasAny(allowed, first, last)) continue;
      const pair = first >> 1;
      const count = ((last + 1) >> 1) - pair;
      sums.fill(0, 0, count);
      for (let d = 0; d < dimensions; d += BLOCK) {
        addBlock(blocks, ((d / BLOCK) * pairs + pair) * BLOCK, query, d, sums, count);
      }
      for (let item = first; item < last; item++) {
        const sum = sums[(item >> 1) - pair]!;
        const second = Math.floor(sum / SHIFT + 0.5);
        values[item - first] = item % 2 === 0 ? sum - second * SHIFT : second;
      }
      visit(first, last - first, values);
    }
  };
}

function addBlock(
  blocks: Float64Array,
  from: number,
  query: Int32Array,
  d: number,
  sums: Float64Array,
  count: number,
): void {
  const q0 = query[d]!;
  const q1 = query[d + 1]!;
  const q2 = query[d + 2]!;
  const q3 = query[d + 3]!;
  const q4 = query[d + 4]!;
  const q5 = query[d + 5]!;
  const q6 = query[d + 6]!;
  const q7 = query[d + 7]!;
  for (let p = 0, at = from; p < count; p++, at += BLOCK) {
    sums[p] =
      sums[p]! +
      (blocks[at]! * q0 + blocks[at + 1]! * q1 + (blocks[at + 2]! * q2 + blocks[at + 3]! * q3)) +
      (blocks[at + 4]! * q4 + blocks[at + 5]! * q5 + (blocks[at + 6]! * q6 + blocks[at + 7]! * q7));
  }
}

/** Whether any position of a tile is permitted. A tile may begin inside a word; its neighbours' bits do no harm. */
function hasAny(allowed: Bitmap | undefined, from: number, to: number): boolean {
  if (!allowed) return true;
  for (let word = from >>> 5; word <= (to - 1) >>> 5; word++)
    if (allowed[word]! !== 0 && word < allowed.length) return true;
  return false;
}
