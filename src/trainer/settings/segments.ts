import * as v from 'valibot';
import { count, notNegative } from './values.ts';

/** Kinds of shoppers by recency, frequency, monetary value and category, and what is popular with each. */
export const segmentsSettings = v.optional(
  v.strictObject({
    /** What one deviation of recency, frequency or monetary value counts beside a whole share of a category; 0: categories alone. */
    rfmWeight: v.optional(notNegative, 0.1),
    /** Segments at most. */
    count: v.optional(count, 30),
    /** Fewest shoppers that a segment may have. */
    floor: v.optional(count, 20),
    /** Fewest of them that must have taken an item of its list. */
    itemFloor: v.optional(count, 5),
    /** Items of a list at most. */
    keep: v.optional(count, 60),
    /** 0: what most of the segment take; 1: what it takes most beyond the shop. */
    liftPower: v.optional(notNegative, 0.5),
  }),
  {},
);
