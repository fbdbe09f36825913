/** Share of the true top that `search` finds, over the first 100 queries. `truth` holds equally many items per query. */
export function recallOf(
  queries: readonly Float32Array[],
  truth: Int32Array,
  search: (query: Float32Array) => ArrayLike<number>,
): number {
  const top = truth.length / queries.length;
  const asked = queries.slice(0, 100);
  let hits = 0;
  asked.forEach((query, q) => {
    const wanted = new Set(truth.subarray(q * top, (q + 1) * top));
    for (const item of Array.from(search(query))) if (wanted.has(item)) hits++;
  });
  return hits / (asked.length * top);
}
