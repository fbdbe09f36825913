import { checkVectors, positionsOf } from './check.ts';
import type { PackedVectors, Scanner } from './kernels.ts';
import { finiteQuery, quantise, unpackBytes } from './quantise.ts';
import { createRescore } from './rescore.ts';
import { searchScores } from './search.ts';

/** A scanner over its own copy of the vectors. Sums are exact integers, so their order is free. */
export function createJsScanner(shipped: PackedVectors): Scanner {
  checkVectors(shipped);
  const { packed, scales, items, dimensions } = shipped;
  const vectors = unpackBytes(packed, items * dimensions);
  const itemScales = scales.slice(0, items).map((scale) => (Number.isFinite(scale) ? scale : 0));
  const order = shipped.order?.slice(0, items);
  const positions = order && positionsOf(order, items);
  const scores = new Float32Array(items);
  // Int32 so that the loop multiplies without sign-extending the query again for every item.
  const wide = new Int32Array(dimensions);

  const scanner: Scanner = {
    scores(query, queryScale) {
      // -128 counts as -127, as in the WASM twin, where it would overflow.
      for (let i = 0; i < dimensions; i++) wide[i] = Math.max(-127, query[i]!);
      const scale = Math.fround(queryScale);
      for (let item = 0, at = 0; item < items; item++) {
        // Four sums keep the multiplier busy; eight dimensions a turn keep the loop counter cheap.
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let i = 0; i < dimensions; i += 8, at += 8) {
          s0 = (s0 + vectors[at]! * wide[i]! + vectors[at + 4]! * wide[i + 4]!) | 0;
          s1 = (s1 + vectors[at + 1]! * wide[i + 1]! + vectors[at + 5]! * wide[i + 5]!) | 0;
          s2 = (s2 + vectors[at + 2]! * wide[i + 2]! + vectors[at + 6]! * wide[i + 6]!) | 0;
          s3 = (s3 + vectors[at + 3]! * wide[i + 3]! + vectors[at + 7]! * wide[i + 7]!) | 0;
        }
        const dot = Math.fround((s0 + s1 + s2 + s3) | 0);
        scores[item] = Math.fround(Math.fround(dot * itemScales[item]!) * scale);
      }
      return scores;
    },
    search(query, k, options = {}) {
      const finite = finiteQuery(query);
      const rescore = createRescore(vectors, itemScales, dimensions, finite);
      return searchScores(scanner.scores(quantise(finite).values, 1), rescore, k, order, options);
    },

    scoresOf(query, wanted) {
      const rescore = createRescore(vectors, itemScales, dimensions, finiteQuery(query));
      return Float32Array.from(wanted, (item) =>
        item >= 0 && item < items ? rescore(positions ? positions[item]! : item) : 0,
      );
    },
  };
  return scanner;
}
