import { fail } from '../../../errors/fail.ts';
import type { Section } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';
import { createDense } from '../../kernels/createDense.ts';
import type { DenseLayer } from '../../kernels/dense.ts';
import type { CreateEncoder } from '../encoder.ts';
import { asVector, createInputSum } from './inputs.ts';

/**
 * The user tower of a two-tower network (Covington, Adams, Sargin 2016; Yi et al. 2019): the sum of the input vectors (see
 * inputs.ts) at length 1, dense layers with max(0, y) between them, the output at length 1.
 */
export const createTower: CreateEncoder = (section, items, kernels, readVector) => {
  const width = paramOf(section, 'inputDimensions');
  const dimensions = paramOf(section, 'dimensions');
  if (width !== dimensions) arrayOf(section, 'inputs', Int8Array);
  const sumOf = createInputSum(section, items, width, readVector);
  const dense = createDense(kernels, readLayers(section, width));
  if (dense.outputs !== dimensions)
    throw fail('BUNDLE_LAYOUT', `section "factors": a tower of ${dense.outputs} outputs`);
  return (profile) => {
    const input = asVector(sumOf(profile), true);
    // Biases alone would be everybody's taste.
    if (input.every((value) => value === 0)) return undefined;
    return asVector(Float64Array.from(dense.run(input)), true);
  };
};

/** Arrays `w0` (f32, outputs x inputs), `b0`, `w1` ... as far as they go; at least one. */
function readLayers(section: Section, inputs: number): DenseLayer[] {
  const layers: DenseLayer[] = [];
  let width = inputs;
  do {
    const bias = arrayOf(section, `b${layers.length}`, Float32Array);
    layers.push({ weights: arrayOf(section, `w${layers.length}`, Float32Array, bias.length * width), bias });
    width = bias.length;
  } while (section.arrays[`w${layers.length}`]);
  return layers;
}
