/**
 * Places of the `most` highest scores, best first, ties to the lower place; NaN is none of them. For some hundred of some hundred: the
 * numbers alone are sorted, which asks no function, and each finds its place among them.
 */
export function bestOf(scores: Float64Array, most: number): Int32Array {
  // What is no number comes last.
  const sorted = scores.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count--;
  const best = new Int32Array(Math.min(count, most));
  if (best.length === 0) return best;
  const least = sorted[count - best.length]!;
  const equals = new Uint32Array(count + 1);
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (!(score >= least)) continue;
    // The first that is higher.
    let [low, high] = [count - best.length, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! <= score) low = middle + 1;
      else high = middle;
    }
    const place = count - low + equals[low]!++;
    if (place < best.length) best[place] = row;
  }
  return best;
}
