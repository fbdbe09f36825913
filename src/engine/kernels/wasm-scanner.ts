import type { Arena } from './arena.ts';
import { checkVectors } from './check.ts';
import type { PackedVectors, Scanner } from './kernels.ts';

export interface ScanExports {
  scan(
    vectors: number,
    scales: number,
    scores: number,
    items: number,
    dimensions: number,
    query: number,
    bias: number,
    queryScale: number,
  ): void;
  scan64(
    vectors: number,
    scales: number,
    scores: number,
    items: number,
    query: number,
    bias: number,
    queryScale: number,
  ): void;
}

/** A scanner whose vectors live in the arena. A growth of the arena detaches scores handed out before it. */
export function createWasmScanner(exports: ScanExports, arena: Arena, vectors: PackedVectors): Scanner {
  checkVectors(vectors);
  const { packed, scales, items, dimensions } = vectors;
  // The loop takes four items a turn; the missing ones of the last turn are zeros.
  const padded = Math.ceil(items / 4) * 4;
  const atVectors = arena.allocate(padded * dimensions);
  const atScales = arena.allocate(padded * 4);
  const atScores = arena.allocate(padded * 4);
  const atQuery = arena.allocate(dimensions * 2);
  new Int8Array(arena.buffer(), atVectors).set(packed.subarray(0, items * dimensions));
  new Float32Array(arena.buffer(), atScales).set(scales.subarray(0, items));

  let buffer: ArrayBuffer | undefined;
  let halves = new Int16Array();
  let scores = new Float32Array();

  return {
    scores(query, queryScale) {
      if (buffer !== arena.buffer()) {
        buffer = arena.buffer();
        halves = new Int16Array(buffer, atQuery, dimensions);
        scores = new Float32Array(buffer, atScores, items);
      }
      const bias = splitQuery(query, dimensions, halves);
      if (dimensions === 64) exports.scan64(atVectors, atScales, atScores, padded, atQuery, bias, queryScale);
      else exports.scan(atVectors, atScales, atScores, padded, dimensions, atQuery, bias, queryScale);
      return scores;
    },
  };
}

/** Writes qe, then qo - 256 qe (see assembly/scan.ts); returns 128 sum(qe). -128 would overflow and counts as -127. */
function splitQuery(query: Int8Array, dimensions: number, halves: Int16Array): number {
  const half = dimensions / 2;
  let sum = 0;
  for (let i = 0; i < half; i++) {
    const even = Math.max(-127, query[2 * i]!);
    const odd = Math.max(-127, query[2 * i + 1]!);
    halves[i] = even;
    halves[half + i] = odd - 256 * even;
    sum += even;
  }
  return 128 * sum;
}
