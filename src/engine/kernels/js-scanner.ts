import { checkVectors, positionsOf } from './check.ts';
import { createDots } from './js-dots.ts';
import { createFound, createKeeper } from './js-keeper.ts';
import { createJsRescore } from './js-rescore.ts';
import type { PackedVectors, Scanner } from './kernels.ts';
import { finiteQuery, finiteScales, quantise } from './quantise.ts';
import { marginOf, rangesOf, wholeCount } from './search.ts';

const { fround } = Math;

/** A scanner that reads the vectors where they are; they must not change. Dots are exact integers, so their order is free. */
export function createJsScanner(vectors: PackedVectors): Scanner {
  checkVectors(vectors);
  const { items, dimensions } = vectors;
  const scales = finiteScales(vectors.scales, items);
  const order = vectors.order?.slice(0, items);
  const positions = order && positionsOf(order, items);
  const dots = createDots(vectors);
  const rescore = createJsRescore(vectors, scales);
  // -128 counts as -127, as in the WASM twin, where it would overflow.
  const prepare = (query: Int8Array) => Int32Array.from({ length: dimensions }, (_, i) => Math.max(-127, query[i]!));
  let scores: Float32Array | undefined;

  return {
    scores(query, queryScale) {
      scores ??= new Float32Array(items);
      const own = scores;
      const scale = fround(queryScale);
      dots(prepare(query), 0, items, undefined, (from, count, values) => {
        for (let i = 0; i < count; i++) own[from + i] = fround(fround(values[i]! * scales[from + i]!) * scale);
      });
      return own;
    },

    search(query, wanted, { allowed, ranges } = {}) {
      const k = wholeCount(wanted, items);
      const keeper = createKeeper(Math.min(items, k + marginOf(k)));
      const finite = finiteQuery(query);
      const levels = prepare(quantise(finite).values);
      if (k > 0) {
        const parts = rangesOf(ranges, items);
        for (let r = 0; r < parts.length; r += 2) {
          dots(levels, parts[r]!, parts[r + 1]!, order ? undefined : allowed, (first, count, values) => {
            let threshold = keeper.threshold();
            for (let i = 0; i < count; i++) {
              const score = fround(values[i]! * scales[first + i]!);
              if (!(score >= threshold)) continue;
              const item = order ? order[first + i]! : first + i;
              if (allowed && ((allowed[item >>> 5]! >>> (item & 31)) & 1) === 0) continue;
              keeper.offer(item, score + 0);
              threshold = keeper.threshold();
            }
          });
        }
      }
      const kept = keeper.items();
      return createFound(kept, rescore(finite, positions ? kept.map((item) => positions[item]!) : kept), k);
    },

    scoresOf(query, wanted) {
      const places = wanted.map((item) => (item >= 0 && item < items ? (positions ? positions[item]! : item) : -1));
      return rescore(finiteQuery(query), places);
    },
  };
}
