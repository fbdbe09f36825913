import { fail } from '../../errors/fail.ts';
import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels, PackedVectors } from '../kernels/kernels.ts';
import { quantise, unpack } from '../kernels/quantise.ts';
import type { Profile } from '../profile/types.ts';
import type { CandidateSource } from './source.ts';
import { topK } from './topK.ts';

/** Taste: int8 item factors and the fold-in that makes a user vector of a history. */
export interface FactorsSource extends CandidateSource {
  readonly dimensions: number;
  /** The shopper's vector (float32, `dimensions` long); undefined for an empty history. */
  userVector(profile: Profile): Float32Array | undefined;
  /** The item's vector as floats. */
  itemVector(item: number): Float32Array;
  /** Cosine of every item with `item`. */
  similarTo(item: number): Float32Array;
}

/**
 * Encoder `als`: the user vector solves (alpha G + sum w y y^T + ridge I) u = sum w y with the shipped Gram matrix G of
 * the int8 items, exactly as training does for its users (Hu, Koren, Volinsky 2008; Rendle et al. 2022 for the scaled ridge).
 * @throws BUNDLE_LAYOUT
 */
export function createFactorsSource(section: Section, items: number, kernels: Kernels): FactorsSource {
  if (section.params.encoder !== 'als')
    throw fail('BUNDLE_LAYOUT', `section "factors": encoder ${section.params.encoder}`);
  const dimensions = paramOf(section, 'dimensions');
  const alpha = paramOf(section, 'alpha');
  const lambda = paramOf(section, 'lambda');
  const vectors: PackedVectors = {
    packed: arrayOf(section, 'vectors', Int8Array, items * dimensions),
    scales: arrayOf(section, 'scales', Float32Array, items),
    items,
    dimensions,
  };
  const gram = arrayOf(section, 'gram', Float32Array, dimensions * dimensions);
  const scanner = kernels.createScanner(vectors);
  const solver = kernels.createSolver(dimensions);
  const norms = vectorNorms(vectors);

  const readVector = (item: number, into: Float32Array, at: number) => {
    const scale = vectors.scales[item]!;
    for (let d = 0; d < dimensions; d++) into[at + d] = unpack(vectors.packed[item * dimensions + d]!, d) * scale;
  };
  const itemVector = (item: number) => {
    const vector = new Float32Array(dimensions);
    readVector(item, vector, 0);
    return vector;
  };
  const userVector = (profile: Profile) => {
    const count = profile.items.length;
    if (count === 0) return undefined;
    const rows = new Float32Array(count * dimensions);
    for (let r = 0; r < count; r++) readVector(profile.items[r]!, rows, r * dimensions);
    const weights = Float32Array.from(profile.weights);
    solver.begin(gram, lambda * (count + alpha * items));
    solver.add(rows, weights, weights, count);
    const vector = new Float32Array(dimensions);
    solver.solve(vector);
    return vector;
  };
  const scan = (vector: Float32Array) => {
    const query = quantise(vector);
    return scanner.scores(query.values, query.scale);
  };

  return {
    name: 'factors',
    dimensions,
    userVector,
    itemVector,
    similarTo(item) {
      const scores = scan(itemVector(item));
      const cosines = new Float32Array(items);
      const norm = norms[item]!;
      for (let i = 0; i < items; i++) cosines[i] = norms[i]! > 0 && norm > 0 ? scores[i]! / (norms[i]! * norm) : 0;
      return cosines;
    },
    ask(profile) {
      const vector = userVector(profile);
      if (!vector) return undefined;
      const scores = scan(vector);
      return {
        scoresOf: (asked) => Float32Array.from(asked, (item) => scores[item]!),
        candidates: (count, allowed) =>
          topK(scores, count, allowed).map((item) => ({ item, source: 'factors', score: scores[item]! })),
      };
    },
    because(profile, item) {
      const shares = new Float64Array(profile.items.length);
      if (!(norms[item]! > 0)) return shares;
      // A shelf asks this for every item on it: through the kernel, not vector by vector.
      const dots = scanner.scoresOf(itemVector(item), profile.items);
      for (let r = 0; r < shares.length; r++) {
        const norm = norms[profile.items[r]!]! * norms[item]!;
        if (norm > 0) shares[r] = (dots[r]! / norm) * profile.weights[r]!;
      }
      return shares;
    },
  };
}

function vectorNorms({ packed, scales, items, dimensions }: PackedVectors): Float32Array {
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
