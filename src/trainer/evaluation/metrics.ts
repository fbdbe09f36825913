/** What one list is worth against what the shopper then took. All in [0, 1]; defined once, for every protocol. */
export interface ListMetrics {
  /** Hits in the first k / number of relevant items. */
  recall: number;
  /** Hits in the first k / k. */
  precision: number;
  /** 1 if any of the first k is relevant. */
  hit: number;
  /** DCG with binary gains over the best possible DCG at k (Jarvelin, Kekalainen 2002). */
  ndcg: number;
  /** 1 / place of the first relevant item within k, else 0. */
  mrr: number;
  /**
   * Sum of the precision at each hit / min(k, relevant): its mean over shoppers is the MAP at k (Kaggle's form), 1 for a list whose
   * every place that could hold a relevant item does.
   */
  map: number;
  /** Sum of the precision at each hit / relevant: average precision of the list cut at k (TREC's form). At most `map`. */
  ap: number;
}

export const LIST_METRICS = [
  'recall',
  'precision',
  'hit',
  'ndcg',
  'mrr',
  'map',
  'ap',
] as const satisfies (keyof ListMetrics)[];

/** Metrics of `list` (best first) at cut-off `k` against a non-empty set of relevant items. */
export function listMetrics<T>(list: readonly T[], relevant: ReadonlySet<T>, k: number): ListMetrics {
  let hits = 0;
  let dcg = 0;
  let mrr = 0;
  let precisions = 0;
  for (let place = 0; place < Math.min(k, list.length); place++) {
    if (!relevant.has(list[place]!)) continue;
    hits++;
    precisions += hits / (place + 1);
    dcg += 1 / Math.log2(place + 2);
    if (mrr === 0) mrr = 1 / (place + 1);
  }
  return {
    recall: hits / relevant.size,
    precision: hits / k,
    hit: hits > 0 ? 1 : 0,
    ndcg: dcg / idealDcg(Math.min(k, relevant.size)),
    mrr,
    map: precisions / Math.min(k, relevant.size),
    ap: precisions / relevant.size,
  };
}

/**
 * Chance that a relevant item stands before an irrelevant one, in [0, 1], where the list's first `k` are followed by the rest of a
 * catalogue of `items` in no order: ties count half (the limited AUC of Schroeder, Thiele, Lehner 2011). .5 for a list without hits
 * among items much fewer than the catalogue. Relevant items that the catalogue does not have count as the rest.
 */
export function listAuc<T>(list: readonly T[], relevant: ReadonlySet<T>, k: number, items: number): number {
  const shown = Math.min(k, list.length);
  let hits = 0;
  let before = 0;
  for (let place = 0; place < shown; place++) {
    if (!relevant.has(list[place]!)) continue;
    // Irrelevant items after this one.
    before += items - relevant.size - (place - hits);
    hits++;
  }
  const irrelevant = items - relevant.size;
  if (irrelevant <= 0) return 1;
  const restIrrelevant = irrelevant - (shown - hits);
  return (before + ((relevant.size - hits) * restIrrelevant) / 2) / (relevant.size * irrelevant);
}

/** DCG of a list whose first `count` places are all relevant. */
export function idealDcg(count: number): number {
  let dcg = 0;
  for (let place = 0; place < count; place++) dcg += 1 / Math.log2(place + 2);
  return dcg;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length > 0 ? sum / values.length : 0;
}
