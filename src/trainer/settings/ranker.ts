import * as v from 'valibot';
import { count } from './values.ts';

/** What orders the candidates beyond the blend. Its trees have settings of their own (`trees`). */
export const rankerSettings = v.optional(
  v.strictObject({
    /** `auto`: a ranker ships where it gains on validation. `off`: none is tried. `outside`: none is, and the facts ship that one from outside reads. */
    use: v.optional(v.picklist(['auto', 'off', 'outside']), 'auto'),
    /** Candidates that a device ranks for one shelf, the best of the retrieval, at most 1000. */
    candidates: v.optional(v.pipe(count, v.maxValue(1000)), 300),
    /** Rows that it learns from, about. */
    rows: v.optional(count, 500_000),
    /** Rows: what shoppers took `next`, of the candidates; or lists that they were `shown` and what they clicked there, where the log has such and earlier moments to ask at. */
    learnFrom: v.optional(v.picklist(['next', 'shown']), 'next'),
    /** Are simpler rankers fitted on the same rows too, so that the card says what each step to this one is worth? */
    ladder: v.optional(v.boolean(), false),
  }),
  {},
);
