import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Profile } from '../profile/types.ts';

/** Writes the float vector of an item at an offset. */
export type ReadVector = (item: number, into: Float32Array, at: number) => void;

/** Makes a shopper's vector of a history (finite, not zeros); undefined where it is empty or nothing in it has a vector. */
export interface Encoder {
  (profile: Profile): Float32Array | undefined;
  /** Of a model that answers in its own time: computes the vector ahead. Undefined where there is nothing to wait for. */
  prepare?(profile: Profile): Promise<void> | undefined;
}

/** Rows handed to the solver at once: a history of 10,000 items needs no memory of its size. */
const BATCH = 256;

/** Makes the encoder of a section. @throws BUNDLE_LAYOUT */
export type CreateEncoder = (section: Section, items: number, kernels: Kernels, readVector: ReadVector) => Encoder;

/**
 * How a section's histories become user vectors, by its parameter `encoder`; `readVector` reads its item vectors.
 * @param others makes every encoder but `als`, which the engine itself carries; absent: such a section makes no vectors
 * @throws BUNDLE_LAYOUT for an encoder this version does not know
 */
export function createEncoder(
  section: Section,
  items: number,
  kernels: Kernels,
  readVector: ReadVector,
  others: CreateEncoder = () => () => undefined,
): Encoder {
  const create = section.params.encoder === 'als' ? createAls : others;
  const encode = create(section, items, kernels, readVector);
  const checked = (profile: Profile) => {
    const vector = profile.items.length > 0 ? encode(profile) : undefined;
    // No direction, or one that damaged numbers gave: no taste to go by.
    return vector?.some((value) => value !== 0) && vector.every(Number.isFinite) ? vector : undefined;
  };
  return Object.assign(checked, encode);
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
