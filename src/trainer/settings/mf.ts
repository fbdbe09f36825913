import * as v from 'valibot';
import { count, positive } from './values.ts';

/** Biased matrix factorisation on ratings (Koren, Bell, Volinsky 2009). */
export const mfSettings = v.optional(
  v.strictObject({
    /** Dimensions of taste, beside the biases of items and of users. */
    rank: v.optional(count, 30),
    sweeps: v.optional(count, 12),
    /** Ridge per rating of a row. */
    lambda: v.optional(positive, 0.1),
  }),
  {},
);
