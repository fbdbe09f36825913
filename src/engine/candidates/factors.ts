import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels, PackedVectors, Scanner } from '../kernels/kernels.ts';
import { quantise, unpack } from '../kernels/quantise.ts';
import type { Bitmap } from './bitmap.ts';
import { createEncoder, type Encoder } from './encoder.ts';
import { createExactIndex } from './index/exact.ts';
import type { Index } from './index/index.ts';
import type { createIvfIndex } from './index/ivf.ts';
import type { Models } from './models.ts';
import type { Candidate, CandidateSource } from './source.ts';
import { topK } from './topK.ts';

/** Taste: int8 item factors, the encoder that makes a user vector of a history, and the index that finds items for it. */
export interface FactorsSource extends CandidateSource {
  readonly dimensions: number;
  readonly index: Index;
  /** The shopper's vector (float32, `dimensions` long); undefined where there is no history to make one of. */
  readonly userVector: Encoder;
  /** The item's vector as floats. */
  itemVector(item: number): Float32Array;
  /** Cosine of each of `items` with `item`, 0 where either has no vector. */
  cosinesOf(item: number, items: Int32Array): Float64Array;
  /** Cosine of every item with `item`, 0 where either has no vector. A view valid until the next call. */
  similarTo(item: number): Float32Array;
  /** The `count` items of the highest cosine with `item` that `allowed` holds, itself included; exact. Only such of a cosine above 0. */
  similar(item: number, count: number, allowed: Bitmap): Candidate[];
}

export interface FactorsOptions {
  /** The section `ivf` of the same bundle; without it the whole is scanned. */
  ivf?: Section | undefined;
  /** Reads that section. Handed in, so that a host need not carry it for bundles that have none; absent: the whole is scanned. */
  createIvf?: typeof createIvfIndex | undefined;
  /** Makes every encoder but `als`; absent: a section with another makes no user vectors. */
  createEncoder?: Models['createEncoder'] | undefined;
  /** Makes what finds the items in place of the bundle's own index, over the scanner of the item vectors. */
  index?: ((scanner: Scanner, items: number) => Index) | undefined;
}

/** @throws BUNDLE_LAYOUT */
export function createFactorsSource(
  section: Section,
  items: number,
  kernels: Kernels,
  options: FactorsOptions = {},
): FactorsSource {
  const vectors = readVectors(section, items);
  const { packed, scales, dimensions } = vectors;
  const positions = vectors.order && positionsOf(vectors.order);
  const scanner = kernels.createScanner(vectors);
  const index =
    options.index?.(scanner, items) ??
    (options.ivf && options.createIvf
      ? options.createIvf(options.ivf, items, scanner, kernels)
      : createExactIndex(scanner));
  const norms = normsOf(vectors);
  let cosines: Float32Array | undefined;

  const placeOf = (item: number) => (positions ? positions[item]! : item);
  const readVector = (item: number, into: Float32Array, at: number) => {
    const place = placeOf(item);
    const scale = scales[place]!;
    // A fold-in reads every item of a history so: two by two, as they are packed, it takes half the time.
    for (let d = 0, from = place * dimensions; d < dimensions; d += 2, from += 2) {
      into[at + d] = ((packed[from]! & 255) - 128) * scale;
      into[at + d + 1] = packed[from + 1]! * scale;
    }
  };
  const itemVector = (item: number) => {
    const vector = new Float32Array(dimensions);
    readVector(item, vector, 0);
    return vector;
  };
  const normOf = (item: number) => norms[placeOf(item)]!;
  const userVector = createEncoder(section, items, kernels, readVector, options.createEncoder);

  const similarTo = (item: number) => {
    cosines ??= new Float32Array(items);
    const norm = normOf(item);
    const query = quantise(itemVector(item));
    const scores = scanner.scores(query.values, query.scale);
    for (let place = 0; place < items; place++) {
      const other = vectors.order ? vectors.order[place]! : place;
      const both = norms[place]! * norm;
      cosines[other] = both > 0 ? scores[place]! / both : 0;
    }
    return cosines;
  };

  const cosinesOf = (item: number, asked: Int32Array) => {
    const cosines = new Float64Array(asked.length);
    const norm = normOf(item);
    if (!(norm > 0)) return cosines;
    // A shelf asks this for every item on it: through the kernel, not vector by vector.
    const dots = scanner.scoresOf(itemVector(item), asked);
    for (let r = 0; r < cosines.length; r++) {
      const both = normOf(asked[r]!) * norm;
      if (both > 0) cosines[r] = dots[r]! / both;
    }
    return cosines;
  };

  return {
    name: 'factors',
    dimensions,
    index,
    userVector,
    itemVector,
    cosinesOf,
    similarTo,
    similar(item, count, allowed) {
      const scores = similarTo(item);
      return topK(scores, count, allowed)
        .map((other): Candidate => ({ item: other, source: 'factors', score: scores[other]! }))
        .filter(({ score }) => score > 0);
    },
    ask(profile) {
      const vector = userVector(profile);
      if (!vector) return undefined;
      return {
        scoresOf: (asked) => scanner.scoresOf(vector, asked),
        candidates(count, allowed) {
          const { items: found, scores } = index.search(vector, count, allowed);
          const candidates: Candidate[] = [];
          for (let i = 0; i < found.length; i++)
            candidates.push({ item: found[i]!, source: 'factors', score: scores[i]! });
          return candidates;
        },
      };
    },
    because({ items: own, weights }, item) {
      return cosinesOf(item, own).map((cosine, r) => cosine * weights[r]!);
    },
  };
}

/** The item vectors of a section: in item order, or, for inverted lists, in the order that it says. */
function readVectors(section: Section, items: number): PackedVectors {
  const dimensions = paramOf(section, 'dimensions');
  if (!section.arrays.order)
    return {
      packed: arrayOf(section, 'vectors', Int8Array, items * dimensions),
      scales: arrayOf(section, 'scales', Float32Array, items),
      items,
      dimensions,
    };
  return {
    packed: arrayOf(section, 'orderedVectors', Int8Array, items * dimensions),
    scales: arrayOf(section, 'orderedScales', Float32Array, items),
    order: arrayOf(section, 'order', Uint32Array, items),
    items,
    dimensions,
  };
}

/** Where each item lies. The scanner has refused an order that is no permutation by the time it is asked. */
function positionsOf(order: Uint32Array): Uint32Array {
  const positions = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) positions[order[place]!] = place;
  return positions;
}

/** Lengths of the vectors, by position. */
function normsOf({ packed, scales, items, dimensions }: PackedVectors): Float32Array {
  const norms = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = unpack(packed[i * dimensions + d]!, d);
      sum += value * value;
    }
    norms[i] = Math.sqrt(sum) * scales[i]!;
  }
  return norms;
}
