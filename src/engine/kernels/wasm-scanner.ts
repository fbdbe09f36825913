import type { Arena } from './arena.ts';
import { checkVectors, positionsOf } from './check.ts';
import type { PackedVectors, Scanner } from './kernels.ts';
import { finiteQuery, finiteScales, quantise } from './quantise.ts';
import { marginOf, rangesOf, wholeCount } from './search.ts';
import { keysFor, runSearch, type SearchExports } from './wasm-search.ts';

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
/** Room for keys that a scanner begins with: that of a search for 270 or so. A key takes 24 bytes. */
const KEYS = 1024;

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
  const words = (items + 31) >>> 5;
  const at = {
    vectors: arena.allocate(padded * dimensions),
    scales: arena.allocate(padded * 4),
    halves: arena.allocate(dimensions * 2),
    floats: arena.allocate(dimensions * 4),
    state: arena.allocate(32),
    order: order ? arena.allocate(items * 4) : 0,
    positions: positions ? arena.allocate(items * 4) : 0,
    norms: arena.allocate(words * 4),
    allowed: arena.allocate(words * 4),
    keys: arena.allocate(KEYS * 24),
    scores: 0,
  };
  new Int8Array(arena.buffer(), at.vectors).set(packed.subarray(0, items * dimensions));
  new Float32Array(arena.buffer(), at.scales).set(finiteScales(vectors.scales, items));
  exports.blockNorms(at.norms, at.vectors, at.scales, items, dimensions);
  if (order) new Uint32Array(arena.buffer(), at.order).set(order);
  if (positions) new Int32Array(arena.buffer(), at.positions).set(positions);

  let room = KEYS;
  /** Whether there is room for so many keys and, if wanted, for all scores; not where the memory cannot grow. */
  const reserve = (keys: number, needsScores: boolean): boolean => {
    try {
      if (keys > room) at.keys = arena.allocate(keys * 24);
      room = Math.max(room, keys);
      if (needsScores) at.scores ||= arena.allocate(padded * 4);
      return true;
    } catch (thrown) {
      if (thrown instanceof RangeError) return false;
      throw thrown;
    }
  };
  let twin: Scanner | undefined;
  const twinOf = (): Scanner => {
    twin ??= createTwin(vectors);
    return twin;
  };
  let views = viewsOf(arena.buffer(), at, dimensions, words);
  const fresh = (): Views => {
    if (views.buffer !== arena.buffer()) views = viewsOf(arena.buffer(), at, dimensions, words);
    return views;
  };
  const isItem = (number: number): boolean => number >= 0 && number < items;

  return {
    scores(query, queryScale) {
      if (!reserve(0, true)) return twinOf().scores(query, queryScale);
      const bias = splitQuery(query, fresh().halves);
      exports.scan(at.vectors, at.scales, at.scores, padded, dimensions, at.halves, bias, queryScale);
      return new Float32Array(arena.buffer(), at.scores, items);
    },

    search(query, wanted, options = {}) {
      const k = wholeCount(wanted, items);
      if (k === 0) return { items: new Int32Array(), scores: new Float32Array() };
      if (!reserve(keysFor(k + marginOf(k), items), false)) return twinOf().search(query, k, options);
      const { halves, floats, bitmap, state } = fresh();
      const finite = finiteQuery(query);
      const levels = quantise(finite).values;
      const bias = splitQuery(levels, halves);
      transposeQuery(finite, floats);
      const { allowed } = options;
      if (allowed) {
        bitmap.set(allowed.length > words ? allowed.subarray(0, words) : allowed);
        bitmap.fill(0, allowed.length);
      }
      const shape = { items, dimensions, bias, queryNorm: normOf(levels), isFiltered: allowed !== undefined };
      return runSearch(exports, at, state, shape, k, rangesOf(options.ranges, items));
    },

    scoresOf(query, wanted) {
      const { buffer, floats } = fresh();
      transposeQuery(finiteQuery(query), floats);
      const answer = new Float32Array(wanted.length);
      if (items === 0) return answer;
      const numbers = new Int32Array(buffer, at.keys, KEYS);
      const scored = new Float32Array(buffer, at.keys + KEYS * 4, KEYS);
      for (let first = 0; first < wanted.length; first += KEYS) {
        const part = wanted.subarray(first, first + KEYS);
        for (let i = 0; i < part.length; i++) numbers[i] = isItem(part[i]!) ? part[i]! : 0;
        exports.rescoreEach(
          numbers.byteOffset,
          scored.byteOffset,
          part.length,
          at.vectors,
          at.scales,
          at.positions,
          at.floats,
          dimensions,
        );
        for (let i = 0; i < part.length; i++) if (isItem(part[i]!)) answer[first + i] = scored[i]!;
      }
      return answer;
    },
  };
}

type Views = ReturnType<typeof viewsOf>;

function viewsOf(buffer: ArrayBuffer, at: Record<string, number>, dimensions: number, words: number) {
  return {
    buffer,
    halves: new Int16Array(buffer, at.halves, dimensions),
    floats: new Float32Array(buffer, at.floats, dimensions),
    bitmap: new Uint32Array(buffer, at.allowed, words),
    state: new DataView(buffer, at.state, 32),
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

/** A query's norm, and a little more than what rounding can take off a product of norms. */
function normOf(levels: Int8Array): number {
  let sum = 0;
  for (let d = 0; d < levels.length; d++) sum += levels[d]! * levels[d]!;
  return Math.sqrt(sum) * 1.00001;
}

/** Writes each 16 floats of a query as a 4 x 4 matrix transposed (see assembly/rescore.ts). */
function transposeQuery(query: Float32Array, floats: Float32Array): void {
  for (let i = 0; i < floats.length; i++) floats[(i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3)] = query[i]!;
}
