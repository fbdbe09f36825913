import type { Found } from './kernels.ts';
import { marginOf, sampleRank, visitSample } from './search.ts';

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
  ): void;
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

/** Where in the memory a search finds what it needs. `allowed`, `order`, `positions`: 0 for none. */
export interface SearchPlaces {
  vectors: number;
  scales: number;
  halves: number;
  floats: number;
  allowed: number;
  order: number;
  positions: number;
  /** 32 bytes: count, keep, room, threshold, four floats. */
  state: number;
  /** Room for `keysFor` keys, as many to sort them into, and as many results. */
  keys: number;
}

/** A search's buffer holds this many times what it keeps before it is cut. */
const ROOM = 3;
/** What passes comes in groups of four, and the buffer is cut after a group. */
const GROUP = 4;

/** How many keys a search for k of `items` needs room for. */
export function keysFor(k: number, items: number): number {
  return Math.min(items, (k + marginOf(k)) * ROOM) + GROUP;
}

/**
 * The k best of the ranges. First guesses the threshold from a sample, so that few items that do not belong pass; a guess
 * that proves too high (fewer than asked for pass) costs a second scan.
 */
export function runSearch(
  exports: SearchExports,
  at: SearchPlaces,
  state: DataView,
  shape: { items: number; dimensions: number; bias: number },
  k: number,
  ranges: Uint32Array,
): Found {
  const { items, dimensions, bias } = shape;
  const room = keysFor(k, items);
  const keep = Math.min(items, k + marginOf(k));

  const start = (best: number, threshold: number): void => {
    state.setInt32(0, 0, true);
    state.setInt32(4, best, true);
    state.setInt32(8, room, true);
    state.setFloat32(12, threshold, true);
  };
  const scan = (from: number, to: number): void =>
    exports.scanRange(
      at.state,
      at.keys,
      at.vectors,
      at.scales,
      from,
      to,
      dimensions,
      at.halves,
      bias,
      at.allowed,
      at.order,
    );
  const scanAll = (threshold: number): void => {
    start(keep, threshold);
    for (let r = 0; r < ranges.length; r += 2) scan(ranges[r]!, ranges[r + 1]!);
  };

  let guess = Number.NEGATIVE_INFINITY;
  const rank = sampleRank(keep, ranges);
  if (rank > 0) {
    start(rank, guess);
    visitSample(ranges, scan);
    guess = exports.lowest(at.state, at.keys);
  }
  scanAll(guess);
  if (guess > Number.NEGATIVE_INFINITY && state.getInt32(0, true) < keep) scanAll(Number.NEGATIVE_INFINITY);

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
