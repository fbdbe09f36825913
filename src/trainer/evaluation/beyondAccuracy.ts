/** What is known of items apart from who took them later: all from the part that models are fitted on. By the bundle's item numbers. */
export interface KnownItems {
  /** Distinct shoppers who took each item. */
  takers: Float64Array;
  /** Shoppers in all. */
  shoppers: number;
}

/** Self-information of an item, bits: -log2 of the share of shoppers who took it; one that nobody took counts as one taker. */
export function selfInformation({ takers, shoppers }: KnownItems, item: number): number {
  return -Math.log2(Math.max(1, takers[item]!) / Math.max(1, shoppers));
}

/** Novelty of a list (Zhou et al. 2010): mean self-information of its items, bits; 0 of an empty list. */
export function novelty(list: ArrayLike<number>, known: KnownItems): number {
  let sum = 0;
  for (let place = 0; place < list.length; place++) sum += selfInformation(known, list[place]!);
  return list.length > 0 ? sum / list.length : 0;
}

/** Average popularity of a list (Yin et al. 2012): mean share of shoppers who took its items, in [0, 1]; 0 of an empty list. */
export function averagePopularity(list: ArrayLike<number>, { takers, shoppers }: KnownItems): number {
  let sum = 0;
  for (let place = 0; place < list.length; place++) sum += takers[list[place]!]!;
  return list.length > 0 && shoppers > 0 ? sum / (list.length * shoppers) : 0;
}

/** How alike an item is to each of others, in [0, 1]. The answer may be a view, valid until the next call. */
export type Similarity = (item: number, others: Int32Array) => ArrayLike<number>;

/** Diversity within a list (Ziegler et al. 2005): 1 - mean similarity of its pairs, in [0, 1]; 0 where it has no pair. */
export function intraListDiversity(list: Int32Array, similarity: Similarity): number {
  let sum = 0;
  for (let place = 0; place < list.length - 1; place++) {
    const alike = similarity(list[place]!, list.subarray(place + 1));
    for (let other = 0; other < alike.length; other++) sum += alike[other]!;
  }
  const pairs = (list.length * (list.length - 1)) / 2;
  return pairs > 0 ? 1 - sum / pairs : 0;
}

/**
 * Serendipity at k (Ge, Delgado-Battenfeld, Jannach 2010): places of k that hold a relevant item which the obvious recommender, here
 * the most popular items, does not list.
 */
export function serendipity(
  list: ArrayLike<number>,
  relevant: ReadonlySet<number>,
  obvious: ReadonlySet<number>,
  k: number,
): number {
  let found = 0;
  for (let place = 0; place < Math.min(k, list.length); place++)
    if (relevant.has(list[place]!) && !obvious.has(list[place]!)) found++;
  return found / k;
}

/**
 * Gini index of how often the items of a catalogue are shown, in [0, 1): 0 where all are shown alike, near 1 where one has it all.
 * `counts`: one an item, those never shown included.
 */
export function gini(counts: ArrayLike<number>): number {
  const sorted = Float64Array.from(counts).sort();
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < sorted.length; i++) {
    sum += sorted[i]!;
    weighted += (i + 1) * sorted[i]!;
  }
  return sum > 0 ? (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length : 0;
}

/** How much of two category paths ("Home > Kitchen > Bowls") is shared from the top: levels in common / levels of the longer, in [0, 1]. */
export function pathSimilarity(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const [first, second] = [a.split(' > '), b.split(' > ')];
  let shared = 0;
  while (shared < Math.min(first.length, second.length) && first[shared] === second[shared]) shared++;
  return shared / Math.max(first.length, second.length);
}
