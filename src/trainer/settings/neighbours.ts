import * as v from 'valibot';
import { count, notNegative, share } from './values.ts';

/** How alike two items are by who takes them. */
export const SIMILARITIES = ['cosine', 'tf-idf', 'bm25'] as const;
export type Similarity = (typeof SIMILARITIES)[number];

/** Item-kNN table. */
export const neighboursSettings = v.optional(
  v.strictObject({
    /** What two items' sets of shoppers are compared by, docs/models.md. */
    similarity: v.optional(v.picklist(SIMILARITIES), 'tf-idf'),
    /** Entries kept per item. */
    keep: v.optional(count, 20),
    /** Shoppers' worth of doubt in a pair; `bm25` has none. */
    shrink: v.optional(notNegative, 5),
    /** Shoppers that a pair needs: what one alone did is no rule, and nobody else's business. */
    support: v.optional(count, 2),
    /** At serving: weight decay^lag, over the newest `last` items. */
    decay: v.optional(share, 0.95),
    last: v.optional(count, 50),
    /** Threads of training; absent: one a core, up to eight. The bundle is the same. */
    threads: v.optional(count),
  }),
  {},
);

export type NeighboursSettings = v.InferOutput<typeof neighboursSettings>;
