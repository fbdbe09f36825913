import * as v from 'valibot';
import { count, notNegative, positive, share } from './values.ts';

/** Directed item-to-item transitions. What is left as it is here is tuned on the log, `keep` by the byte budget. */
export const transitionsSettings = v.optional(
  v.strictObject({
    /** Interactions after an item that count as following it. */
    window: v.optional(count, 30),
    /** Distance decay: steps^-beta. */
    beta: v.optional(v.number(), 0.5),
    /** Weight of a pair against its order. */
    reverse: v.optional(share, 0.5),
    /** Weight of coming back to the item itself, at once or later; 0: no row leads to its own item. */
    self: v.optional(notNegative, 0),
    /** Long histories speak less: length^-lengthPower. */
    lengthPower: v.optional(v.number(), 0.25),
    /** Age at which a pair counts 1/e, as a share of the log's span. */
    tau: v.optional(positive, 1),
    /** Rows are divided by (sum + shrink)^rowPower. */
    rowPower: v.optional(v.number(), 0.6),
    shrink: v.optional(v.number(), 10),
    /** Lift for popular targets: (count + 1)^popularityPower. */
    popularityPower: v.optional(v.number(), 0.1),
    /** Fewest different shoppers behind a pair that ships; what it costs is in docs/order.md. */
    support: v.optional(count, 1),
    /** Entries kept per item. */
    keep: v.optional(count, 35),
    /** At serving: weight decay^lag, over the newest `last` items. */
    decay: v.optional(share, 0.65),
    last: v.optional(count, 30),
  }),
  {},
);

export type TransitionsSettings = v.InferOutput<typeof transitionsSettings>;
