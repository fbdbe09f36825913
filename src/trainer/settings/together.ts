import * as v from 'valibot';
import { count, notNegative, share } from './values.ts';

/** What is bought in one basket. */
export const togetherSettings = v.optional(
  v.strictObject({
    /** Entries kept per item. */
    keep: v.optional(count, 7),
    /** Baskets' worth of doubt in a share. */
    shrink: v.optional(notNegative, 10),
    /** 0: what most take with it; 1: what is taken with it most beyond chance. */
    liftPower: v.optional(notNegative, 0.3),
    /** Large baskets speak less: size^-sizePower. */
    sizePower: v.optional(notNegative, 0.5),
    /** Different shoppers that a pair needs. */
    support: v.optional(count, 3),
    /** Baskets of two items or more that purchases must give, else carts are read; no table where those are too few. */
    minBaskets: v.optional(count, 100),
    /** At serving: weight decay^lag, lag counted back in the cart, over the newest `last` items. */
    decay: v.optional(share, 0.9),
    last: v.optional(count, 20),
  }),
  {},
);
