import type { Section } from '../../bundle/bundle.ts';
import { arrayOf } from '../../bundle/section.ts';
import { unpack } from '../../kernels/quantise.ts';
import type { Profile } from '../../profile/types.ts';
import type { ReadVector } from '../encoder.ts';

/**
 * The sum of weight x input vector over what a shopper took. Input vectors are arrays `inputs` (int8, packed) and `inputScales`,
 * by item number, or the items' own (`readVector`) where there are none. An item's weight is its evidence, or, where there is an array
 * `lagWeights`, the one of its lag: then items further back than the array is long add nothing.
 * What speaks against an item has preference 0 and so adds nothing.
 * @throws BUNDLE_LAYOUT
 */
export function createInputSum(
  section: Section,
  items: number,
  dimensions: number,
  readVector: ReadVector,
): (profile: Profile) => Float64Array {
  const readInput = section.arrays.inputs ? readInputs(section, items, dimensions) : readVector;
  const lagWeights = section.arrays.lagWeights && arrayOf(section, 'lagWeights', Float32Array);
  const row = new Float32Array(dimensions);
  const sums = new Float64Array(dimensions);
  return ({ items: own, weights, lags }) => {
    sums.fill(0);
    for (let r = 0; r < own.length; r++) {
      const weight = lagWeights ? (lagWeights[lags[r]!] ?? 0) : weights[r]!;
      if (weight === 0) continue;
      readInput(own[r]!, row, 0);
      for (let d = 0; d < dimensions; d++) sums[d]! += weight * row[d]!;
    }
    return sums;
  };
}

/** The vector as float32, divided by its length (Euclidean) where `isUnit`. */
export function asVector(sums: Float64Array, isUnit: boolean): Float32Array {
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const length = isUnit && squares > 0 ? Math.sqrt(squares) : 1;
  return Float32Array.from(sums, (sum) => sum / length);
}

function readInputs(section: Section, items: number, dimensions: number): ReadVector {
  const inputs = arrayOf(section, 'inputs', Int8Array, items * dimensions);
  const scales = arrayOf(section, 'inputScales', Float32Array, items);
  return (item, into, at) => {
    for (let d = 0; d < dimensions; d++) into[at + d] = unpack(inputs[item * dimensions + d]!, d) * scales[item]!;
  };
}
