import * as v from 'valibot';
import { count, dimensions } from './values.ts';

/** Vectors of the catalogue's text. */
export const contentSettings = v.optional(
  v.strictObject({
    dimensions: v.optional(dimensions, 32),
    /** Rounds of subspace iteration. */
    rounds: v.optional(count, 4),
    /** Words of the vocabulary, the most frequent ones. */
    vocabulary: v.optional(count, 20_000),
  }),
  {},
);
