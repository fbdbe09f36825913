import type { Found, SearchOptions } from './kernels.ts';
import type { Rescore } from './rescore.ts';

/** How many more than k the int8 scan keeps, for the float query to choose from. */
export function marginOf(k: number): number {
  return 16 + (k >> 3);
}

/** The k best by `rescore` among the k + margin best by `scores` (by position). */
export function searchScores(
  scores: Float32Array,
  rescore: Rescore,
  k: number,
  order: Uint32Array | undefined,
  { allowed, ranges = Uint32Array.of(0, scores.length) }: SearchOptions,
): Found {
  const kept: { item: number; position: number; score: number }[] = [];
  if (k >= 1) {
    for (let r = 0; r + 1 < ranges.length; r += 2) {
      for (let position = ranges[r]!; position < Math.min(ranges[r + 1]!, scores.length); position++) {
        const item = order ? order[position]! : position;
        if (allowed && ((allowed[item >>> 5]! >>> (item & 31)) & 1) === 0) continue;
        kept.push({ item, position, score: scores[position]! });
      }
    }
  }
  const best = (a: (typeof kept)[0], b: (typeof kept)[0]) =>
    a.score === b.score ? a.item - b.item : b.score - a.score;
  kept.sort(best);
  kept.length = Math.min(kept.length, k + marginOf(k));
  for (const entry of kept) entry.score = rescore(entry.position);
  kept.sort(best);
  kept.length = Math.min(kept.length, k);
  return { items: Int32Array.from(kept, (e) => e.item), scores: Float32Array.from(kept, (e) => e.score) };
}
