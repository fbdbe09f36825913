import * as v from 'valibot';
import { count, share } from './values.ts';

/** Prototype sessions. */
export const sessionsSettings = v.optional(
  v.strictObject({
    /** Prototypes at most. */
    count: v.optional(count, 1000),
    /** Sessions that a prototype should stand for, on average. */
    size: v.optional(count, 30),
    /** Bytes of the table at most. */
    bytes: v.optional(count, 65_536),
    /** Different shoppers behind a prototype, and behind each of its items, at least. */
    floor: v.optional(v.pipe(count, v.minValue(2)), 5),
    /** Items of a prototype at most. */
    keep: v.optional(count, 20),
    /** At serving: weight decay^lag over the newest `last` items, by the nearest `neighbours` prototypes. */
    decay: v.optional(share, 0.8),
    last: v.optional(count, 10),
    neighbours: v.optional(count, 20),
  }),
  {},
);
