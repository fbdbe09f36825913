/**
 * About what a table of `keep` entries a row takes in the bundle. A step to the next target takes one byte up to 127 and two beyond;
 * of steps that are `items / keep` on the mean so many are longer, less a fifth: targets crowd among the popular.
 */
export function rowBytes(items: number, keep: number): number {
  const long = 0.8 * Math.exp((-128 * keep) / Math.max(1, items));
  return items * (8 + Math.min(keep, items) * (2 + long));
}

/** Every item of the history speaks, all alike. */
export const ORDER_FREE = { decay: 1, last: 500 } as const;
