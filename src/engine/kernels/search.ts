/**
 * How many more than k the int8 scan keeps, for the float query to choose from. Measured at 10k and 100k items x 64, normal
 * and clustered vectors, 60 queries each: all of the best 20 lay within 4 of it, all of the best 100 within 9.
 */
export function marginOf(k: number): number {
  return 12 + (k >> 4);
}

/** A caller's k as a whole number from 0 to `items`. */
export function wholeCount(k: number, items: number): number {
  return k >= 1 ? Math.floor(Math.min(k, items)) : 0;
}

/** Ranges cut to the positions there are and to what no earlier range had; the one of all where absent. */
export function rangesOf(ranges: Uint32Array | undefined, items: number): Uint32Array {
  if (!ranges) return Uint32Array.of(0, items);
  const cut = new Uint32Array(ranges.length & ~1);
  let end = 0;
  let length = 0;
  for (let r = 0; r < cut.length; r += 2) {
    const from = Math.max(end, ranges[r]!);
    const to = Math.min(items, ranges[r + 1]!);
    if (from >= to) continue;
    cut[length++] = from;
    cut[length++] = to;
    end = to;
  }
  return cut.subarray(0, length);
}
