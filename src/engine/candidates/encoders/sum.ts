import { paramOf } from '../../bundle/section.ts';
import type { CreateEncoder } from '../encoder.ts';
import { asVector, createInputSum } from './inputs.ts';

/**
 * A linear autoencoder: the user vector is the sum of weight x input vector over what the shopper took, where parameter
 * `normalise` is 1 divided by its length. With an array `lagWeights` the "bag": weights of an item's place in the history alone.
 */
export const createSum: CreateEncoder = (section, items, _, readVector) => {
  const isUnit = paramOf(section, 'normalise') === 1;
  const sumOf = createInputSum(section, items, paramOf(section, 'dimensions'), readVector);
  return (profile) => asVector(sumOf(profile), isUnit);
};
