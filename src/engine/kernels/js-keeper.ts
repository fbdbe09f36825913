import type { Found } from './kernels.ts';

/** Keeps the best of what it is offered: higher score first, of equal scores the lower item number. */
export interface Keeper {
  /** What a score must reach to be worth offering; -Infinity while there is room. */
  threshold(): number;
  offer(item: number, score: number): void;
  /** What was kept, in no order. */
  items(): Int32Array;
}

/** A heap of at most `keep` scored items whose root is the worst. */
export function createKeeper(keep: number): Keeper {
  const items = new Int32Array(keep);
  const scores = new Float32Array(keep);
  let count = 0;

  const place = (at: number, item: number, score: number): void => {
    items[at] = item;
    scores[at] = score;
  };
  const isWorse = (at: number, item: number, score: number): boolean =>
    scores[at]! < score || (scores[at] === score && items[at]! > item);

  return {
    threshold: () => (count < keep ? Number.NEGATIVE_INFINITY : scores[0]!),
    items: () => items.subarray(0, count),
    offer(item, score) {
      if (count < keep) {
        let at = count++;
        for (let above = (at - 1) >> 1; at > 0 && !isWorse(above, item, score); above = (at - 1) >> 1) {
          place(at, items[above]!, scores[above]!);
          at = above;
        }
        place(at, item, score);
      } else if (keep > 0 && isWorse(0, item, score)) {
        let at = 0;
        for (let below = 1; below < keep; below = 2 * at + 1) {
          if (below + 1 < keep && isWorse(below + 1, items[below]!, scores[below]!)) below++;
          if (!isWorse(below, item, score)) break;
          place(at, items[below]!, scores[below]!);
          at = below;
        }
        place(at, item, score);
      }
    },
  };
}

/** The `k` best of scored items, in order. */
export function createFound(items: Int32Array, scores: Float32Array, k: number): Found {
  const places = Array.from(items, (_, i) => i);
  places.sort((a, b) => (scores[a] === scores[b] ? items[a]! - items[b]! : scores[b]! - scores[a]!));
  places.length = Math.min(k, places.length);
  return { items: Int32Array.from(places, (i) => items[i]!), scores: Float32Array.from(places, (i) => scores[i]!) };
}
