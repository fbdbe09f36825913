import type { Found } from './kernels.ts';
import { marginOf, SAMPLE_STRIDE, sampleRank } from './search.ts';

export interface SearchExports {
  scanRange(
    state: number,
    keys: number,
    vectors: number,
    scales: number,
    from: number,
    to: number,
    dimensions: number,
    query: number,
    bias: number,
    allowed: number,
    order: number,
    norms: number,
    queryNorm: number,
    stride: number,
  ): void;
  blockNorms(norms: number, vectors: number, scales: number, items: number, dimensions: number): void;
  lowest(state: number, keys: number): number;
  finish(
    state: number,
    keys: number,
    spare: number,
    k: number,
    items: number,
    scores: number,
    vectors: number,
    scales: number,
    positions: number,
    query: number,
    dimensions: number,
  ): number;
}

/** Where in the memory a search finds what it needs. `order`, `positions`: 0 for none. */
export interface SearchPlaces {
  vectors: number;
  scales: number;
  halves: number;
  floats: number;
  allowed: number;
  order: number;
  positions: number;
  /** The largest norm of each 32 positions, float32. */
  norms: number;
  /** 32 bytes: count, keep, room, threshold, four floats. */
  state: number;
  /** Room for `keysFor` keys, as many to sort them into, and as many results. */
  keys: number;
}

/** A search's buffer holds this many times what it keeps before it is cut. */
const ROOM = 3;
/** What passes comes in groups of four, and the buffer is cut after a group. */
const GROUP = 4;

/** The stride of a scan that leaves no position out. */
const ALL = 32;

/** How many keys a search that keeps so many of `items` needs room for. */
export function keysFor(keep: number, items: number): number {
  return Math.min(items, keep * ROOM) + GROUP;
}

/**
 * The k best of the ranges. First guesses the threshold from a sample, so that few items that do not belong pass; a guess
 * that proves too high (fewer than asked for pass) costs a second scan.
 */
export function runSearch(
  exports: SearchExports,
  at: SearchPlaces,
  state: DataView,
  shape: { items: number; dimensions: number; bias: number; queryNorm: number; isFiltered: boolean },
  k: number,
  ranges: Uint32Array,
): Found {
  const { items, dimensions, bias, queryNorm } = shape;
  const allowed = shape.isFiltered ? at.allowed : 0;
  const keep = Math.min(items, k + marginOf(k));
  const room = keysFor(keep, items);

  /** Scans all ranges, or a sample of them, for the `best` at or above `threshold`. */
  const scan = (best: number, threshold: number, stride: number): void => {
    state.setInt32(0, 0, true);
    state.setInt32(4, best, true);
    state.setInt32(8, keysFor(best, items), true);
    state.setFloat32(12, threshold, true);
    for (let r = 0; r < ranges.length; r += 2) {
      exports.scanRange(
        at.state,
        at.keys,
        at.vectors,
        at.scales,
        ranges[r]!,
        ranges[r + 1]!,
        dimensions,
        at.halves,
        bias,
        allowed,
        at.order,
        at.norms,
        queryNorm,
        stride,
      );
    }
  };

  let guess = Number.NEGATIVE_INFINITY;
  const rank = sampleRank(keep, ranges);
  if (rank > 0) {
    scan(rank, guess, SAMPLE_STRIDE);
    guess = exports.lowest(at.state, at.keys);
  }
  scan(keep, guess, ALL);
  if (guess > Number.NEGATIVE_INFINITY && state.getInt32(0, true) < keep) scan(keep, Number.NEGATIVE_INFINITY, ALL);

  const spare = at.keys + room * 8;
  const found = spare + room * 8;
  const scored = found + room * 4;
  const count = exports.finish(
    at.state,
    at.keys,
    spare,
    k,
    found,
    scored,
    at.vectors,
    at.scales,
    at.positions,
    at.floats,
    dimensions,
  );
  return {
    items: new Int32Array(state.buffer, found, count).slice(),
    scores: new Float32Array(state.buffer, scored, count).slice(),
  };
}
