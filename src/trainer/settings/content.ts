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
    /** Vectors among the factors for items that nobody took, made of what is written of them: where they gain (`auto`), or never. */
    cold: v.optional(v.picklist(['auto', 'off']), 'auto'),
    /** A sentence-embedding model in place of counted words: a folder, or a name on a hub (docs/models.md). */
    textModel: v.optional(v.string()),
    /** SHA-256 of that folder, so that a fit that was kept is of it. Set by `--text-model`. */
    textDigest: v.optional(v.string()),
  }),
  {},
);
