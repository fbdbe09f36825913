import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { unpack } from '../kernels/quantise.ts';
import type { Profile } from '../profile/types.ts';
import type { Bitmap } from './bitmap.ts';
import type { Candidate, CandidateSource } from './source.ts';

/** What is written of items: the only thing known of those that nobody has taken yet. */
export interface ContentSource extends CandidateSource {
  /** The `count` allowed items of the highest cosine with `item`, best first; only positive ones. */
  similar(item: number, count: number, allowed: Bitmap): Candidate[];
  /** Cosine of each of `items` with `item`; 0 where one has no text. A view valid until the next call. */
  cosinesOf(item: number, items: Int32Array): Float32Array;
}

/**
 * Content: int8 text vectors, compared by cosine. The shopper's vector is the sum of their items' vectors at length 1, each
 * times the item's weight (Rocchio 1971), so that many weak interests do not outweigh one strong by long descriptions.
 * @throws BUNDLE_LAYOUT
 */
export function createContentSource(section: Section, items: number, kernels: Kernels): ContentSource {
  const dimensions = paramOf(section, 'dimensions');
  const packed = arrayOf(section, 'vectors', Int8Array, items * dimensions);
  const shipped = arrayOf(section, 'scales', Float32Array, items);
  // Scaled to length 1, a vector's inner product with a query of length 1 is their cosine.
  const scales = new Float32Array(items);
  for (let item = 0; item < items; item++) {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = unpack(packed[item * dimensions + d]!, d);
      squares += value * value;
    }
    if (squares > 0 && shipped[item]! > 0) scales[item] = 1 / Math.sqrt(squares);
  }
  const scanner = kernels.createScanner({ packed, scales, items, dimensions });

  const add = (item: number, weight: number, sum: Float64Array) => {
    const factor = weight * scales[item]!;
    if (factor === 0) return;
    for (let d = 0; d < dimensions; d++) sum[d]! += factor * unpack(packed[item * dimensions + d]!, d);
  };
  const atLengthOne = (sum: Float64Array): Float32Array | undefined => {
    let squares = 0;
    for (const value of sum) squares += value * value;
    const norm = Math.sqrt(squares);
    return norm > 0 && norm < Number.POSITIVE_INFINITY ? Float32Array.from(sum, (value) => value / norm) : undefined;
  };
  const vectorOf = (item: number) => {
    const sum = new Float64Array(dimensions);
    add(item, 1, sum);
    return atLengthOne(sum);
  };
  const search = (query: Float32Array, count: number, allowed: Bitmap) => {
    const found = scanner.search(query, count, { allowed });
    const candidates: Candidate[] = [];
    found.items.forEach((item, place) => {
      if (found.scores[place]! > 0) candidates.push({ item, source: 'content', score: found.scores[place]! });
    });
    return candidates;
  };

  return {
    name: 'content',
    similar(item, count, allowed) {
      const query = vectorOf(item);
      return query ? search(query, count, allowed) : [];
    },
    cosinesOf(item, asked) {
      const query = vectorOf(item);
      return query ? scanner.scoresOf(query, asked) : new Float32Array(asked.length);
    },
    ask(profile: Profile) {
      const sum = new Float64Array(dimensions);
      profile.items.forEach((item, r) => {
        add(item, profile.weights[r]!, sum);
      });
      const query = atLengthOne(sum);
      if (!query) return undefined;
      return {
        scoresOf: (asked) => scanner.scoresOf(query, asked),
        candidates: (count, allowed) => search(query, count, allowed),
      };
    },
    because(profile, item) {
      const query = vectorOf(item);
      if (!query) return new Float64Array(profile.items.length);
      const cosines = scanner.scoresOf(query, profile.items);
      return Float64Array.from(cosines, (cosine, r) => Math.max(0, cosine) * profile.weights[r]!);
    },
  };
}
