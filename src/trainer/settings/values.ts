import * as v from 'valibot';

/** From 0 to 1. */
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Above 0. */
export const positive = v.pipe(v.number(), v.gtValue(0));
/** A whole number of at least 1. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1));
export const notNegative = v.pipe(v.number(), v.minValue(0));
/** A vector's length: kernels take sixteen numbers at a time. */
export const dimensions = v.pipe(count, v.multipleOf(16));
