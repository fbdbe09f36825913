import { setImmediate } from 'node:timers/promises';
import { packVectors } from '../../../engine/kernels/quantise.ts';
import { Random } from '../../random.ts';
import type { AutoencoderSettings } from '../../settings/autoencoder.ts';
import { shopperRows } from '../als.ts';
import { symmetricEigen } from '../eigen.ts';
import type { Model } from '../model.ts';
import { orthonormal } from '../svd.ts';
import { checkInvertible, type RidgeInverse, ridgeInverse } from './ridgeInverse.ts';

/** Dimensions carried beside those that are wanted: what subspace iteration needs to settle in few rounds. */
const OVERSAMPLING = 8;

/** Directions weaker than this share of the strongest are rounding errors. */
const NEGLIGIBLE = 1e-10;

/**
 * A linear autoencoder of rank d (Steck 2020): the weights B of EASE, or of a denoising autoencoder, cut to their d largest singular values,
 * B = U S V^T. Ships US, which a history is the sum of, and V, which finds items (encoder `sum`): two int8 tables, no solve on the
 * device.
 *
 * @throws CONFIG_INVALID where both items and shoppers are more than MAX_INVERSE
 */
export const autoencoder: Model = {
  name: 'autoencoder',
  table: 'factors',
  isOptIn: true,
  bytes: (items, { dimensions }: AutoencoderSettings) => 2 * items * (dimensions + 4),
  async fit(tables, context) {
    const byShopper = shopperRows(tables, context);
    const { items } = tables;
    checkInvertible(byShopper, items, 'autoencoder', 'als');
    const settings = context.config.autoencoder;
    const report = (done: number, total: number) => context.progress('autoencoder', done, total);
    const inverse = await ridgeInverse(byShopper, { ...settings, items, progress: report });
    const random = new Random(context.config.seed, 'autoencoder');
    const { inputs, outputs } = await truncate(inverse, settings, random);
    const [read, found] = [packVectors(inputs, settings.dimensions), packVectors(outputs, settings.dimensions)];
    return [
      {
        name: 'factors',
        load: 'first',
        params: { encoder: 'sum', dimensions: settings.dimensions, normalise: 0 },
        arrays: { vectors: found.packed, scales: found.scales, inputs: read.packed, inputScales: read.scales },
      },
    ];
  },
};

/** B to rank d: rows of `inputs` times rows of `outputs`, each items x d, by randomised subspace iteration (Halko et al. 2011). */
export async function truncate(
  inverse: RidgeInverse,
  { dimensions, rounds, self }: Pick<AutoencoderSettings, 'dimensions' | 'rounds' | 'self'>,
  random: Random,
): Promise<{ inputs: Float32Array; outputs: Float32Array }> {
  const items = inverse.diagonal.length;
  const width = Math.min(items, dimensions + OVERSAMPLING);
  const scale = self === 'zero' ? inverse.diagonal.map((value) => 1 / value) : inverse.ridges;
  const all = Int32Array.from({ length: items }, (_, item) => item);
  // B = I - P scale: on a column y it is y - P (scale y), its transpose y - scale (P y).
  const forwards = (y: Float64Array) => {
    const product = inverse.times(
      all,
      y.map((value, item) => value * scale[item]!),
    );
    return y.map((value, item) => value - product[item]!);
  };
  const backwards = (y: Float64Array) => {
    const product = inverse.times(all, y);
    return y.map((value, item) => value - scale[item]! * product[item]!);
  };
  const each = async (basis: Float64Array, multiply: (y: Float64Array) => Float64Array) => {
    const products = new Float64Array(items * width);
    const column = new Float64Array(items);
    for (let d = 0; d < width; d++) {
      await setImmediate();
      for (let item = 0; item < items; item++) column[item] = basis[item * width + d]!;
      const product = multiply(column);
      for (let item = 0; item < items; item++) products[item * width + d] = product[item]!;
    }
    return products;
  };
  let basis = orthonormal(
    Float64Array.from({ length: items * width }, () => random.normal()),
    width,
  );
  for (let round = 0; round < rounds; round++)
    basis = orthonormal(await each(await each(basis, forwards), backwards), width);
  const projected = await each(basis, forwards);
  const gram = new Float64Array(width * width);
  for (let at = 0; at < projected.length; at += width)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) gram[i * width + j]! += projected[at + i]! * projected[at + j]!;
  const { values, vectors } = symmetricEigen(gram, width);
  const kept = Math.min(dimensions, values.filter((value) => value > NEGLIGIBLE * values[0]!).length);
  const turned = (matrix: Float64Array) => {
    const result = new Float32Array(items * dimensions);
    for (let item = 0; item < items; item++)
      for (let d = 0; d < kept; d++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += matrix[item * width + i]! * vectors[i * width + d]!;
        result[item * dimensions + d] = sum;
      }
    return result;
  };
  return { inputs: turned(projected), outputs: turned(basis) };
}
