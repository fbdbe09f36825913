import type { Arena } from './arena.ts';
import { checkVectors, positionsOf } from './check.ts';
import type { PackedVectors, Scanner } from './kernels.ts';
import { finiteQuery, quantise, unpackBytes } from './quantise.ts';
import { createRescore } from './rescore.ts';
import { searchScores } from './search.ts';

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
  const { packed, items, dimensions } = vectors;
  const scales = vectors.scales.slice(0, items).map((scale) => (Number.isFinite(scale) ? scale : 0));
  const plain = unpackBytes(packed, items * dimensions);
  const order = vectors.order?.slice(0, items);
  const positions = order && positionsOf(order, items);
  // The loop takes four items a turn; the missing ones of the last turn are zeros.
  const padded = Math.ceil(items / 4) * 4;
  const atVectors = arena.allocate(padded * dimensions);
  const atScales = arena.allocate(padded * 4);
  const atScores = arena.allocate(padded * 4);
  const atQuery = arena.allocate(dimensions * 2);
  new Int8Array(arena.buffer(), atVectors).set(packed.subarray(0, items * dimensions));
  new Float32Array(arena.buffer(), atScales).set(scales);

  let buffer: ArrayBuffer | undefined;
  let halves = new Int16Array();
  let scores = new Float32Array();

  const scanner: Scanner = {
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

    search(query, k, options = {}) {
      const finite = finiteQuery(query);
      const rescore = createRescore(plain, scales, dimensions, finite);
      return searchScores(scanner.scores(quantise(finite).values, 1), rescore, k, order, options);
    },

    scoresOf(query, wanted) {
      const rescore = createRescore(plain, scales, dimensions, finiteQuery(query));
      return Float32Array.from(wanted, (item) =>
        item >= 0 && item < items ? rescore(positions ? positions[item]! : item) : 0,
      );
    },
  };
  return scanner;
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
