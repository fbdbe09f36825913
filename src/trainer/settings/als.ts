import * as v from 'valibot';
import { count, dimensions, positive } from './values.ts';

/** Implicit ALS (Hu, Koren, Volinsky 2008; ridge after Rendle et al. 2022). */
export const alsSettings = v.optional(
  v.strictObject({
    dimensions: v.optional(dimensions, 64),
    sweeps: v.optional(count, 8),
    /** Weight of every unobserved pair; `auto`: the best of a few on the validation slice. */
    alpha: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
    /** Ridge per (observed + alpha x all) entries of a row; `auto` as for alpha. */
    lambda: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
  }),
  {},
);
