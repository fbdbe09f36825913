/**
 * The `k` highest scores among `items` (or all numbers below `scores.length`), best first, ties to the lower number.
 * A bounded min-heap with a running threshold: nearly every item costs one comparison.
 */
export function topK(scores: ArrayLike<number>, k: number, allowed: Uint8Array, items?: ArrayLike<number>): number[] {
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
  const count = items ? items.length : scores.length;
  for (let i = 0; i < count && k > 0; i++) {
    const item = items ? items[i]! : i;
    if (allowed[item] === 0) continue;
    if (heap.length < k) {
      heap.push(item);
      if (heap.length === k) for (let at = (k >> 1) - 1; at >= 0; at--) sink(at);
    } else if (isWorse(heap[0]!, item)) {
      heap[0] = item;
      sink(0);
    }
  }
  return heap.sort((a, b) => scores[b]! - scores[a]! || a - b);
}
