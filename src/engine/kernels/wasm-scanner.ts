import type { Arena } from './arena.ts';
import { checkVectors, positionsOf } from './check.ts';
import type { PackedVectors, Scanner } from './kernels.ts';
import { finiteScales } from './quantise.ts';
import { wholeCount } from './search.ts';
import { createWasmSearch, type SearchExports } from './wasm-search.ts';

export interface ScanExports extends SearchExports {
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
  rescoreEach(
    items: number,
    scores: number,
    count: number,
    vectors: number,
    scales: number,
    positions: number,
    query: number,
    dimensions: number,
  ): void;
}

/** Positions that the module takes a turn; it reads as many less one beyond the last. */
const TURN = 4;
/** Items that are scored one by one at a time. */
const PART = 1024;

/**
 * A scanner whose vectors live in the arena. A growth of the arena detaches `scores` handed out before it.
 * @param createTwin answers what the memory cannot grow for
 */
export function createWasmScanner(
  exports: ScanExports,
  arena: Arena,
  vectors: PackedVectors,
  createTwin: (vectors: PackedVectors) => Scanner,
): Scanner {
  checkVectors(vectors);
  const { packed, items, dimensions } = vectors;
  const order = vectors.order?.subarray(0, items);
  const positions = order && positionsOf(order, items);
  const padded = Math.ceil(items / TURN) * TURN + TURN;
  const at = {
    vectors: arena.allocate(padded * dimensions),
    scales: arena.allocate(padded * 4),
    halves: arena.allocate(dimensions * 2),
    order: order ? arena.allocate(items * 4) : 0,
    positions: positions ? arena.allocate(items * 4) : 0,
    part: arena.allocate(PART * 8),
    scores: 0,
  };
  new Int8Array(arena.buffer(), at.vectors).set(packed.subarray(0, items * dimensions));
  new Float32Array(arena.buffer(), at.scales).set(finiteScales(vectors.scales, items));
  if (order) new Uint32Array(arena.buffer(), at.order).set(order);
  if (positions) new Int32Array(arena.buffer(), at.positions).set(positions);
  const searcher = createWasmSearch(exports, arena, at, items, dimensions);

  let twin: Scanner | undefined;
  /** Answers what the memory could not grow for. */
  const twinAfter = (thrown: unknown): Scanner => {
    if (!(thrown instanceof RangeError)) throw thrown;
    twin ??= createTwin(vectors);
    return twin;
  };
  const isItem = (number: number): boolean => number >= 0 && number < items;

  return {
    scores(query, queryScale) {
      try {
        at.scores ||= arena.allocate(padded * 4);
      } catch (thrown) {
        return twinAfter(thrown).scores(query, queryScale);
      }
      const bias = splitQuery(query, new Int16Array(arena.buffer(), at.halves, dimensions));
      exports.scan(at.vectors, at.scales, at.scores, padded, dimensions, at.halves, bias, queryScale);
      return new Float32Array(arena.buffer(), at.scores, items);
    },

    search(query, wanted, { allowed, ranges } = {}) {
      const k = wholeCount(wanted, items);
      if (k === 0) return { items: new Int32Array(), scores: new Float32Array() };
      try {
        return searcher.search(query, k, allowed, ranges);
      } catch (thrown) {
        return twinAfter(thrown).search(query, k, { ...(allowed && { allowed }), ...(ranges && { ranges }) });
      }
    },

    scoresOf(query, wanted) {
      const answer = new Float32Array(wanted.length);
      if (items === 0) return answer;
      searcher.prepare(query);
      const numbers = new Int32Array(arena.buffer(), at.part, PART);
      const scored = new Float32Array(arena.buffer(), at.part + PART * 4, PART);
      for (let first = 0; first < wanted.length; first += PART) {
        const part = wanted.subarray(first, first + PART);
        for (let i = 0; i < part.length; i++) numbers[i] = isItem(part[i]!) ? part[i]! : 0;
        exports.rescoreEach(
          numbers.byteOffset,
          scored.byteOffset,
          part.length,
          at.vectors,
          at.scales,
          at.positions,
          searcher.floats,
          dimensions,
        );
        for (let i = 0; i < part.length; i++) if (isItem(part[i]!)) answer[first + i] = scored[i]!;
      }
      return answer;
    },
  };
}

/** Writes qe, then qo - 256 qe (see assembly/dot.ts); returns 128 sum(qe). -128 would overflow and counts as -127. */
function splitQuery(query: Int8Array, halves: Int16Array): number {
  const half = halves.length / 2;
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
