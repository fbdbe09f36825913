import * as v from 'valibot';
import { ridgeEntries } from './ease.ts';
import { count, dimensions } from './values.ts';

/** The same weights cut to a rank: two tables of item vectors. */
export const autoencoderSettings = v.optional(
  v.strictObject({
    ...ridgeEntries,
    dimensions: v.optional(dimensions, 64),
    /** Rounds of subspace iteration. */
    rounds: v.optional(count, 4),
  }),
  {},
);

export type AutoencoderSettings = v.InferOutput<typeof autoencoderSettings>;
