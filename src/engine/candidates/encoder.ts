import { fail } from '../../errors/fail.ts';
import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { unpack } from '../kernels/quantise.ts';
import type { Profile } from '../profile/types.ts';

/** Writes the float vector of an item at an offset. */
export type ReadVector = (item: number, into: Float32Array, at: number) => void;

/** Makes a shopper's vector of a history (finite, not zeros); undefined where it is empty or nothing in it has a vector. */
export type Encoder = (profile: Profile) => Float32Array | undefined;

/** Rows handed to the solver at once: a history of 10,000 items needs no memory of its size. */
const BATCH = 256;

/**
 * How a section's histories become user vectors, by its parameter `encoder`; `readVector` reads its item vectors.
 * @throws BUNDLE_LAYOUT for an encoder this version does not know
 */
export function createEncoder(section: Section, items: number, kernels: Kernels, readVector: ReadVector): Encoder {
  const encode = createBare(section, items, kernels, readVector);
  return (profile) => {
    const vector = profile.items.length > 0 ? encode(profile) : undefined;
    // No direction, or one that damaged numbers gave: no taste to go by.
    return vector?.some((value) => value !== 0) && vector.every(Number.isFinite) ? vector : undefined;
  };
}

function createBare(section: Section, items: number, kernels: Kernels, readVector: ReadVector) {
  switch (section.params.encoder) {
    case 'als':
      return createAls(section, items, kernels, readVector);
    case 'sum':
      return createSum(section, items, readVector);
    default:
      throw fail('BUNDLE_LAYOUT', `section "factors": encoder ${section.params.encoder}`);
  }
}

/**
 * The user vector solves (alpha G + sum w y y^T + ridge I) u = sum w p y, with the shipped Gram matrix alpha G of the int8
 * items, exactly as training does for its users (Hu, Koren, Volinsky 2008; Rendle et al. 2022 for the scaled ridge). The
 * preference p is 1 for what the shopper took and 0 for what speaks against an item; an item can be both.
 */
function createAls(section: Section, items: number, kernels: Kernels, readVector: ReadVector) {
  const dimensions = paramOf(section, 'dimensions');
  const alpha = paramOf(section, 'alpha');
  const lambda = paramOf(section, 'lambda');
  const gram = arrayOf(section, 'gram', Float32Array, dimensions * dimensions);
  const solver = kernels.createSolver(dimensions);
  const rows = new Float32Array(BATCH * dimensions);
  const none = new Float32Array(BATCH);

  const add = (observed: Int32Array, weights: Float64Array, isWanted: boolean) => {
    for (let first = 0; first < observed.length; first += BATCH) {
      const count = Math.min(BATCH, observed.length - first);
      for (let r = 0; r < count; r++) readVector(observed[first + r]!, rows, r * dimensions);
      const some = Float32Array.from(weights.subarray(first, first + count));
      solver.add(rows, some, isWanted ? some : none, count);
    }
  };
  return ({ items: own, weights, negatives, negativeWeights }: Profile) => {
    solver.begin(gram, lambda * (own.length + negatives.length + alpha * items));
    add(own, weights, true);
    add(negatives, negativeWeights, false);
    const vector = new Float32Array(dimensions);
    solver.solve(vector);
    return vector;
  };
}

/**
 * A linear autoencoder: the user vector is the sum of weight x input vector over what the shopper took, where parameter
 * `normalise` is 1 divided by its length. Input vectors are arrays `inputs` and `inputScales`, by item number, or the items'
 * own where there are none. What speaks against an item has preference 0 and so adds nothing.
 */
function createSum(section: Section, items: number, readVector: ReadVector) {
  const dimensions = paramOf(section, 'dimensions');
  const isUnit = paramOf(section, 'normalise') === 1;
  const readInput = section.arrays.inputs ? readInputs(section, items, dimensions) : readVector;
  const row = new Float32Array(dimensions);
  const sums = new Float64Array(dimensions);

  return ({ items: own, weights }: Profile) => {
    sums.fill(0);
    for (let r = 0; r < own.length; r++) {
      readInput(own[r]!, row, 0);
      for (let d = 0; d < dimensions; d++) sums[d]! += weights[r]! * row[d]!;
    }
    let squared = 0;
    for (const sum of sums) squared += sum * sum;
    const length = isUnit && squared > 0 ? Math.sqrt(squared) : 1;
    return Float32Array.from(sums, (sum) => sum / length);
  };
}

function readInputs(section: Section, items: number, dimensions: number): ReadVector {
  const inputs = arrayOf(section, 'inputs', Int8Array, items * dimensions);
  const scales = arrayOf(section, 'inputScales', Float32Array, items);
  return (item, into, at) => {
    for (let d = 0; d < dimensions; d++) into[at + d] = unpack(inputs[item * dimensions + d]!, d) * scales[item]!;
  };
}
