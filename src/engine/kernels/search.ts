/** How many more than k the int8 scan keeps, for the float query to choose from. */
export function marginOf(k: number): number {
  return 16 + (k >> 3);
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

/** One stretch of positions out of this many is looked at first, to guess the threshold. */
const STRIDE = 256;
const STRETCH = 16;

/**
 * Which rank in a sample stands for rank `keep` in all: so far down that the sample's score there is hardly ever too high.
 * 0 where the sample is too small to save anything.
 */
export function sampleRank(keep: number, ranges: Uint32Array): number {
  let positions = 0;
  for (let r = 0; r < ranges.length; r += 2) positions += ranges[r + 1]! - ranges[r]!;
  const rank = Math.ceil((keep * STRETCH * 1.5) / STRIDE) + 4;
  return positions >= keep * STRETCH ? rank : 0;
}

/** Calls `visit` for the stretches of a sample of the ranges. */
export function visitSample(ranges: Uint32Array, visit: (from: number, to: number) => void): void {
  for (let r = 0; r < ranges.length; r += 2) {
    const end = ranges[r + 1]!;
    for (let from = ranges[r]!; from < end; from += STRIDE) visit(from, Math.min(end, from + STRETCH));
  }
}
