import * as v from 'valibot';
import { count, dimensions, positive } from './values.ts';

/** WARP hybrid factorisation (Weston et al. 2011; Kula 2015). */
export const warpSettings = v.optional(
  v.strictObject({
    dimensions: v.optional(dimensions, 64),
    epochs: v.optional(count, 20),
    /** Rate of Adagrad. */
    rate: v.optional(positive, 0.05),
    /** Items drawn at most to find one that is ranked wrongly. */
    maxSampled: v.optional(count, 10),
    /** Are the catalogue's words, categories and brands features of an item beside itself? */
    content: v.optional(v.boolean(), true),
  }),
  {},
);
