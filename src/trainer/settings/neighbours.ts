import * as v from 'valibot';
import { count, notNegative, share } from './values.ts';

/** Item-kNN table: cosine of the items' sets of shoppers. */
export const neighboursSettings = v.optional(
  v.strictObject({
    /** Entries kept per item. */
    keep: v.optional(count, 20),
    /** Shoppers' worth of doubt in a pair. */
    shrink: v.optional(notNegative, 5),
    /** At serving: weight decay^lag, over the newest `last` items. */
    decay: v.optional(share, 0.95),
    last: v.optional(count, 50),
  }),
  {},
);
