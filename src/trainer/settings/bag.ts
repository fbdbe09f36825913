import * as v from 'valibot';
import { count, dimensions, positive, share } from './values.ts';

/** Bag embedding: items as directions, a history as the weighted sum of its newest. */
export const bagSettings = v.optional(
  v.strictObject({
    dimensions: v.optional(dimensions, 64),
    /** Steps back that a history is read; each has a weight of its own, which is learned. */
    lags: v.optional(v.pipe(count, v.maxValue(100)), 10),
    /** Times every example is seen, the rate falling to 0 over them. */
    epochs: v.optional(positive, 8),
    /** Examples seen at most, whatever `epochs` says: what bounds the time on a large log. */
    examples: v.optional(count, 2_000_000),
    /** Examples of one step; a multiple of 8. */
    batch: v.optional(v.pipe(count, v.multipleOf(8)), 512),
    /** Items drawn for each batch that every example is told from; a multiple of 8. */
    negatives: v.optional(v.pipe(count, v.multipleOf(8)), 512),
    /** They are drawn by count^negativePower. */
    negativePower: v.optional(share, 0.5),
    /** Cosines are divided by it. */
    temperature: v.optional(positive, 0.08),
    /** Share of a history's items that an example goes without. */
    dropout: v.optional(v.pipe(share, v.maxValue(0.9)), 0.1),
    /** First rate of Adam. */
    rate: v.optional(positive, 0.01),
  }),
  {},
);

export type BagSettings = v.InferOutput<typeof bagSettings>;
