import * as v from 'valibot';
import { count, notNegative, share } from './values.ts';

/** LocalEASE: a ridge regression per item over the few items that point to it. */
export const localEaseSettings = v.optional(
  v.strictObject({
    /** Targets an item may have a weight for. */
    keep: v.optional(count, 40),
    /** Sources of a target at most: what a solve costs grows with their cube. */
    sources: v.optional(count, 600),
    /** Ridge of every weight, in shoppers of usual length. */
    ridge: v.optional(notNegative, 40),
    /** Share of the history that fitting does without (denoising): an item's ridge grows by dropout / (1 - dropout) x its own weight. */
    dropout: v.optional(v.pipe(share, v.ltValue(1)), 0.67),
    /** A shopper counts (items taken / usual number)^-userPower. */
    userPower: v.optional(notNegative, 0.4),
    /** Of an item's companions those are its targets that share most with it, each over (shoppers who took it)^targetPower. */
    targetPower: v.optional(notNegative, 0.25),
  }),
  {},
);

export type LocalEaseSettings = v.InferOutput<typeof localEaseSettings>;
