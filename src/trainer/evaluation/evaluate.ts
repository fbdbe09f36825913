import type { Progress } from '../progress.ts';
import type { KnownItems } from './beyondAccuracy.ts';
import { averagePopularity, gini, intraListDiversity, novelty, serendipity } from './beyondAccuracy.ts';
import { bootstrapIntervals } from './bootstrap.ts';
import type { EvaluationCase } from './cases.ts';
import { type Asked, askLists, type Lists, listOf } from './lists.ts';
import { LIST_METRICS, listAuc, listMetrics, mean } from './metrics.ts';
import type { Intervals, Metrics } from './report.ts';
import { similaritiesOf } from './similarities.ts';

export type { Metrics } from './report.ts';

export interface Evaluation {
  /** Different shoppers among the cases that count. */
  shoppers: number;
  /** The cases that count, in order, and beside them what they were shown. */
  counted: readonly EvaluationCase[];
  lists: Lists;
  /** Relevant items of each counted case, by number; those that the bundle does not know have numbers below -1. */
  relevant: readonly ReadonlySet<number>[];
  metrics: Metrics;
  /** 95 % bootstrap intervals over shoppers; metrics of the whole (coverage, gini) have none. */
  intervals: Intervals;
  /** Per metric, the value of each counted case in order: for paired comparisons. */
  values: Record<string, Float64Array>;
  /** Whose each counted case is, numbered from 0. */
  shopperOf: Int32Array;
}

/** `all`: everything taken counts. `new`: bought items may not return, and only items new to the shopper count. */
export type Aspect = 'all' | 'new';

export interface EvaluationQuestion {
  aspect: Aspect;
  /** The moment at which the shoppers come back, ms: the cut. */
  now: number;
  seed: number;
  /** The protocol masks what is known, in either aspect. */
  repeats?: 'exclude' | undefined;
  /** What models knew of items; absent: no figures of novelty and popularity. */
  known?: KnownItems | undefined;
  /** False: without ranking. */
  useRanking?: false | undefined;
}

/**
 * Asks the engine for each case's list and measures it at every cut-off. Cases without a relevant item (for `new`) are left out.
 * Means are over cases: where a protocol asks for a shopper several times, each counts.
 */
export async function evaluateCases(
  engine: Asked,
  cases: readonly EvaluationCase[],
  cutoffs: readonly number[],
  { aspect, now, seed, known, ...given }: EvaluationQuestion,
  progress: Progress,
): Promise<Evaluation> {
  const { catalogue } = engine.bundle;
  const idsOf = (one: EvaluationCase) => (aspect === 'all' ? one.taken : one.takenNew);
  const counted = cases.filter((one) => idsOf(one).size > 0);
  const relevant = counted.map((one) => {
    let unknown = -2;
    return new Set(Array.from(idsOf(one), (id) => (catalogue.numberOf(id) >= 0 ? catalogue.numberOf(id) : unknown--)));
  });
  const repeats = aspect === 'new' ? 'exclude' : given.repeats;
  const request = {
    k: Math.max(...cutoffs),
    now,
    ...(repeats ? { repeats } : {}),
    ...(given.useRanking === false ? { useRanking: false } : {}),
  };
  const stage = `evaluate ${aspect}${given.useRanking === false ? ' without ranking' : ''}`;
  const lists = await askLists(engine, counted, request, progress, stage);
  const values: Evaluation['values'] = {};
  const metrics: Metrics = {};
  for (const k of cutoffs) measure(k);
  const shopperOf = numberShoppers(counted);
  for (const [name, column] of Object.entries(values)) metrics[name] = mean(column);
  const intervals = bootstrapIntervals(values, seed, shopperOf);
  return { shoppers: new Set(shopperOf).size, counted, lists, relevant, metrics, intervals, values, shopperOf };

  function measure(k: number): void {
    const shown = new Float64Array(catalogue.size);
    const obvious = new Set(mostTaken(known, k));
    const similarities = similaritiesOf(engine);
    const column = (name: string) => {
      values[`${name}@${k}`] ??= new Float64Array(counted.length);
      return values[`${name}@${k}`]!;
    };
    for (let index = 0; index < counted.length; index++) {
      const list = listOf(lists, index).subarray(0, k);
      for (const item of list) shown[item]!++;
      const own = relevant[index]!;
      const measured = listMetrics(Array.from(list), own, k);
      for (const name of LIST_METRICS) column(name)[index] = measured[name];
      column('auc')[index] = listAuc(Array.from(list), own, k, catalogue.size);
      for (const [name, similarity] of Object.entries(similarities))
        column(name)[index] = intraListDiversity(list, similarity);
      if (!known) continue;
      column('novelty')[index] = novelty(list, known);
      column('popularity')[index] = averagePopularity(list, known);
      column('serendipity')[index] = serendipity(list, own, obvious, k);
    }
    if (counted.length === 0) for (const name of [...LIST_METRICS, 'auc']) column(name);
    metrics[`coverage@${k}`] = shown.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0) / catalogue.size;
    metrics[`gini@${k}`] = gini(shown);
    if (!known) return;
    const histories = averageOfHistories(counted, known, catalogue);
    if (histories > 0) metrics[`popularityBias@${k}`] = mean(column('popularity')) / histories;
  }
}

/** Share of the targets that the bundle does not know; each is a miss. */
export function unknownShare({ relevant }: Pick<Evaluation, 'relevant'>): number {
  let targets = 0;
  let unknown = 0;
  for (const own of relevant)
    for (const item of own) {
      targets++;
      if (item < 0) unknown++;
    }
  return targets > 0 ? unknown / targets : 0;
}

/** Average popularity of what the cases' own histories hold: what a list without bias would have. */
function averageOfHistories(
  cases: readonly EvaluationCase[],
  known: KnownItems,
  { numberOf }: Asked['bundle']['catalogue'],
): number {
  return mean(
    cases.map(({ history }) => {
      const items = new Set(history.map(({ itemId }) => numberOf(itemId)).filter((item) => item >= 0));
      return averagePopularity([...items], known);
    }),
  );
}

/** The `k` items that most shoppers took, ties to the lower number. */
function mostTaken(known: KnownItems | undefined, k: number): number[] {
  if (!known) return [];
  const { takers } = known;
  return Array.from(takers.keys())
    .sort((a, b) => takers[b]! - takers[a]! || a - b)
    .slice(0, k);
}

/** Whose each case is, numbered from 0. */
export function numberShoppers(cases: readonly EvaluationCase[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(cases, ({ shopper }) => {
    const number = numbers.get(shopper) ?? numbers.size;
    numbers.set(shopper, number);
    return number;
  });
}
