import type { Bitmap } from '../candidates/bitmap.ts';
import type { Arena } from './arena.ts';
import type { Found } from './kernels.ts';
import { marginOf, rangesOf } from './search.ts';

export interface SearchExports {
  prepare(search: number): void;
  search(search: number, k: number, keep: number, ranges: number, count: number, allowed: number): number;
  blockNorms(norms: number, vectors: number, scales: number, items: number, dimensions: number): void;
}

/** Where in the memory the vectors lie. `order`, `positions`: 0 for none. */
export interface SearchPlaces {
  vectors: number;
  scales: number;
  order: number;
  positions: number;
}

/** Searches in the module's memory. */
export interface WasmSearch {
  /** Where `query` is, after `prepare`, as the kernel `rescoreEach` reads it. */
  readonly floats: number;
  prepare(query: Float32Array): void;
  /**
   * The k best, k from 1 to the number of items, for a query that is prepared here.
   * @throws RangeError where the memory cannot grow for so many
   */
  search(query: Float32Array, k: number, allowed?: Bitmap, ranges?: Uint32Array): Found;
}

/** Room for keys that a search begins with: that of the best 270 or so. A key takes 24 bytes. */
const KEYS = 1024;
/** A search's buffer holds this many times what it keeps before it is cut, and one group. */
const ROOM = 3;
const GROUP = 4;
/** Words of the class Search in assembly/select.ts before `vectors`, and of all of it. */
const STATE = 8;
const WORDS = 26;
/** Where in it the fields are that change. */
const FIELD = { keys: 14, spare: 15, items: 16, found: 17 };

export function createWasmSearch(
  exports: SearchExports,
  arena: Arena,
  { vectors, scales, order, positions }: SearchPlaces,
  items: number,
  dimensions: number,
): WasmSearch {
  const words = (items + 31) >>> 5;
  const state = arena.allocate(WORDS * 4);
  const norms = arena.allocate(words * 4);
  const bitmap = arena.allocate(words * 4);
  const query = arena.allocate(dimensions * 4);
  const floats = arena.allocate(dimensions * 4);
  const halves = arena.allocate(dimensions * 2);
  const all = arena.allocate(8);
  let keys = 0;
  let room = 0;
  let ranges = 0;
  let rangeRoom = 0;

  let views = viewsOf(arena.buffer());
  const fresh = (): ReturnType<typeof viewsOf> => {
    if (views.buffer !== arena.buffer()) views = viewsOf(arena.buffer());
    return views;
  };
  const reserve = (wanted: number): void => {
    if (wanted <= room) return;
    keys = arena.allocate(wanted * 24);
    room = wanted;
    const { ints } = fresh();
    const at = state >> 2;
    ints[at + FIELD.keys] = keys;
    ints[at + FIELD.spare] = keys + room * 8;
    ints[at + FIELD.items] = keys + room * 16;
    ints[at + FIELD.found] = keys + room * 20;
  };

  exports.blockNorms(norms, vectors, scales, items, dimensions);
  fresh().ints.set([vectors, scales, norms, order, positions, dimensions], (state >> 2) + STATE);
  views.ints.set([query, floats, halves], (state >> 2) + FIELD.found + 1);
  views.ints[(all >> 2) + 1] = items;
  reserve(Math.min(KEYS, keysFor(items, items)));

  const prepare = (vector: Float32Array): void => {
    fresh().reals.set(vector.length > dimensions ? vector.subarray(0, dimensions) : vector, query >> 2);
    exports.prepare(state);
  };

  return {
    floats,
    prepare,
    search(vector, k, allowed, wanted) {
      const keep = Math.min(items, k + marginOf(k));
      reserve(keysFor(keep, items));
      let count = 2;
      if (wanted) {
        const cut = rangesOf(wanted, items);
        count = cut.length;
        if (count > rangeRoom) {
          ranges = arena.allocate(count * 8);
          rangeRoom = count * 2;
        }
        fresh().ints.set(cut, ranges >> 2);
      }
      prepare(vector);
      const { ints, reals } = views;
      if (allowed) {
        ints.set(allowed.length > words ? allowed.subarray(0, words) : allowed, bitmap >> 2);
        if (allowed.length < words) ints.fill(0, (bitmap >> 2) + allowed.length, (bitmap >> 2) + words);
      }
      const found = exports.search(state, k, keep, wanted ? ranges : all, count, allowed ? bitmap : 0);
      const first = (keys >> 2) + room * 4;
      return { items: ints.slice(first, first + found), scores: reals.slice(first + room, first + room + found) };
    },
  };
}

/** How many keys a search that keeps so many of `items` needs room for. */
function keysFor(keep: number, items: number): number {
  return Math.min(items, keep * ROOM) + GROUP;
}

function viewsOf(buffer: ArrayBuffer) {
  return { buffer, ints: new Int32Array(buffer), reals: new Float32Array(buffer) };
}
