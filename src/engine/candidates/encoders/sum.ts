import type { Section } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { unpack } from '../../kernels/quantise.ts';
import type { Encoder, ReadVector } from '../encoder.ts';

/**
 * A linear autoencoder: the user vector is the sum of weight x input vector over what the shopper took, where parameter
 * `normalise` is 1 divided by its length. Input vectors are arrays `inputs` and `inputScales`, by item number, or the items'
 * own where there are none. What speaks against an item has preference 0 and so adds nothing.
 */
export function createSum(section: Section, items: number, _: Kernels, readVector: ReadVector): Encoder {
  const dimensions = paramOf(section, 'dimensions');
  const isUnit = paramOf(section, 'normalise') === 1;
  const readInput = section.arrays.inputs ? readInputs(section, items, dimensions) : readVector;
  const row = new Float32Array(dimensions);
  const sums = new Float64Array(dimensions);

  return ({ items: own, weights }) => {
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
