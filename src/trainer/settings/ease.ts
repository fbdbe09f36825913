import * as v from 'valibot';
import { count, notNegative, share } from './values.ts';

/** What the dense linear models share: a shopper's items predict each other by one regression over all of them. */
export const ridgeEntries = {
  /** Ridge of every weight, in shoppers of usual length. */
  ridge: v.optional(notNegative, 50),
  /** Share of the history that fitting does without (denoising): an item's ridge grows by dropout / (1 - dropout) x its own weight. */
  dropout: v.optional(v.pipe(share, v.ltValue(1)), 0.5),
  /** A shopper counts (items taken / usual number)^-userPower. */
  userPower: v.optional(notNegative, 0.5),
  /** May an item stand for itself while fitting? `zero`: no (EASE); `free`: yes (a denoising autoencoder). */
  self: v.optional(v.picklist(['zero', 'free']), 'zero'),
};

/** EASE and denoising linear autoencoders as sparse rows. */
export const easeSettings = v.optional(
  v.strictObject({
    ...ridgeEntries,
    /** Entries kept per item. */
    keep: v.optional(count, 40),
  }),
  {},
);

export type EaseSettings = v.InferOutput<typeof easeSettings>;
