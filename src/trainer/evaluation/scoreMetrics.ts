/**
 * Area under the ROC curve of scores against labels: the chance that a positive scores above a negative, ties half (Mann, Whitney
 * 1947); .5 where either is missing.
 */
export function rocAuc(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): number {
  const order = ascending(scores);
  let positives = 0;
  let ranks = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    // Ties share the mean of their ranks, which count from 1.
    const rank = (start + 1 + end) / 2;
    for (let at = start; at < end; at++) {
      if (!isPositive[order[at]!]) continue;
      positives++;
      ranks += rank;
    }
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Average precision of scores against labels: the sum over falling thresholds of (recall gained) x precision, equal scores in one
 * step; 0 without positives.
 */
export function averagePrecision(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): number {
  const order = ascending(scores).reverse();
  let hits = 0;
  let sum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let gained = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) if (isPositive[order[end++]!]) gained++;
    hits += gained;
    sum += gained * (hits / end);
    start = end;
  }
  return hits > 0 ? sum / hits : 0;
}

function ascending(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
}
