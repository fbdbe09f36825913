import { type Bitmap, hasBit } from './bitmap.ts';

/**
 * The `k` highest scores among `items` (or all numbers below `scores.length`) that `allowed` holds (absent: all), best
 * first, ties to the lower number. NaN is no score and never among them. A bounded min-heap with a running threshold:
 * nearly every item costs one comparison, and 32 items that are not allowed cost one together.
 */
export function topK(scores: ArrayLike<number>, k: number, allowed?: Bitmap, items?: ArrayLike<number>): number[] {
  const heap: number[] = [];
  const isWorse = (a: number, b: number) => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b);
  const sink = (from: number) => {
    const moving = heap[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isWorse(heap[child + 1]!, heap[child]!)) child++;
      if (!isWorse(heap[child]!, moving)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moving;
  };
  // The score that an item has to reach; none until the heap is full.
  let least = Number.NEGATIVE_INFINITY;
  const offer = (item: number) => {
    // False of NaN too.
    if (!(scores[item]! >= least)) return;
    if (heap.length < k) {
      heap.push(item);
      if (heap.length < k) return;
      for (let at = (k >> 1) - 1; at >= 0; at--) sink(at);
    } else if (isWorse(heap[0]!, item)) {
      heap[0] = item;
      sink(0);
    }
    least = scores[heap[0]!]!;
  };
  if (!(k > 0)) return heap;
  if (items) {
    for (let i = 0; i < items.length; i++) if (!allowed || hasBit(allowed, items[i]!)) offer(items[i]!);
  } else if (allowed) {
    for (let word = 0; word < allowed.length; word++)
      for (let bits = allowed[word]!; bits !== 0; bits &= bits - 1) offer(32 * word + 31 - Math.clz32(bits & -bits));
  } else {
    for (let item = 0; item < scores.length; item++) offer(item);
  }
  return heap.sort((a, b) => (scores[a] === scores[b] ? a - b : scores[b]! - scores[a]!));
}
