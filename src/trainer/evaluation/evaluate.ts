import type { Engine } from '../../engine/recommender.ts';
import type { Progress } from '../progress.ts';
import { bootstrapInterval } from './bootstrap.ts';
import type { EvaluationCase } from './cases.ts';
import { LIST_METRICS, listMetrics, mean } from './metrics.ts';

/** Metric name -> value, for example "ndcg@10". */
export type Metrics = Record<string, number>;

export interface Evaluation {
  /** Shoppers that count. */
  shoppers: number;
  metrics: Metrics;
  /** 95 % bootstrap intervals over shoppers; coverage has none. */
  intervals: Record<string, [number, number]>;
  /** Per metric, the value of each shopper in order: for paired comparisons. */
  values: Record<string, Float64Array>;
}

/** `all`: everything taken counts. `new`: bought items may not return, and only items new to the shopper count. */
export type Aspect = 'all' | 'new';

export interface EvaluationQuestion {
  aspect: Aspect;
  /** The moment at which the shoppers come back, ms: the cut. */
  now: number;
  seed: number;
}

/**
 * Asks the engine for each shopper's list and measures it at every cut-off. Shoppers without a relevant item (for `new`)
 * are left out.
 */
export function evaluateCases(
  engine: Pick<Engine, 'recommend' | 'bundle'>,
  cases: readonly EvaluationCase[],
  cutoffs: readonly number[],
  { aspect, now, seed }: EvaluationQuestion,
  progress: Progress,
): Evaluation {
  const relevantOf = (shopper: EvaluationCase) => (aspect === 'all' ? shopper.taken : shopper.takenNew);
  const counted = cases.filter((shopper) => relevantOf(shopper).size > 0);
  const longest = Math.max(...cutoffs);
  const values: Record<string, Float64Array> = {};
  for (const k of cutoffs) for (const name of LIST_METRICS) values[`${name}@${k}`] = new Float64Array(counted.length);
  const shown = cutoffs.map(() => new Set<string>());
  counted.forEach((shopper, index) => {
    if (index % 64 === 0) progress(`evaluate ${aspect}`, index, counted.length);
    const request = aspect === 'all' ? { k: longest, now } : { k: longest, now, repeats: 'exclude' as const };
    const list = engine.recommend(shopper.history, request).items.map(({ itemId }) => itemId);
    cutoffs.forEach((k, c) => {
      for (const itemId of list.slice(0, k)) shown[c]!.add(itemId);
      const measured = listMetrics(list, relevantOf(shopper), k);
      for (const name of LIST_METRICS) values[`${name}@${k}`]![index] = measured[name];
    });
  });
  progress(`evaluate ${aspect}`, counted.length, counted.length);
  const metrics: Metrics = {};
  const intervals: Evaluation['intervals'] = {};
  for (const [name, column] of Object.entries(values)) {
    metrics[name] = mean(column);
    intervals[name] = bootstrapInterval(column, seed);
  }
  cutoffs.forEach((k, c) => {
    metrics[`coverage@${k}`] = shown[c]!.size / engine.bundle.catalogue.size;
  });
  return { shoppers: counted.length, metrics, intervals, values };
}
