import * as v from 'valibot';
import { count, dimensions, notNegative, positive } from './values.ts';

/** Two-tower network (Yi et al. 2019), trained by tfjs. */
export const twoTowerSettings = v.optional(
  v.strictObject({
    /** Outputs of the layers of both towers; the last is the vectors' length. */
    layers: v.optional(v.pipe(v.array(dimensions), v.minLength(1), v.maxLength(8)), [256, 128, 64]),
    /** Learned dimensions of an item's input vector. */
    embedding: v.optional(dimensions, 64),
    /** Dimensions of the catalogue's text in an item's input vector; 0: none. */
    content: v.optional(v.pipe(notNegative, v.multipleOf(16)), 32),
    epochs: v.optional(count, 10),
    /** Positives a step. */
    batch: v.optional(count, 256),
    /** Items beside those of the batch to which the right one is compared, drawn by popularity^0.5. */
    negatives: v.optional(count, 512),
    temperature: v.optional(positive, 0.08),
    /** Rate of Adam. */
    rate: v.optional(positive, 0.002),
  }),
  {},
);
