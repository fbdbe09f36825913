import { bootstrapIntervals } from './bootstrap.ts';
import type { Evaluation } from './evaluate.ts';
import { mean } from './metrics.ts';

/** What is left of evaluations when the bundles are gone: figures, and the values behind them. */
export type Figures = Pick<Evaluation, 'metrics' | 'intervals' | 'values' | 'shopperOf' | 'shoppers'> & {
  cases: number;
};

/**
 * Several seeds' evaluations as one: metrics are means over seeds; intervals are over shoppers, one who was asked under several seeds
 * drawn once.
 */
export function poolSeeds(evaluations: readonly Evaluation[], seed: number): Figures {
  const [first, ...others] = evaluations;
  const cases = evaluations.reduce((sum, { counted }) => sum + counted.length, 0);
  if (first && others.length === 0) return { ...figuresOf(first), cases };
  const names = Object.keys(first!.values);
  const values = Object.fromEntries(
    names.map((name) => [name, Float64Array.from(evaluations.flatMap(({ values }) => [...values[name]!]))]),
  );
  const numbers = new Map<string, number>();
  const shopperOf = Int32Array.from(
    evaluations.flatMap(({ counted }) =>
      counted.map(({ shopper }) => {
        if (!numbers.has(shopper)) numbers.set(shopper, numbers.size);
        return numbers.get(shopper)!;
      }),
    ),
  );
  return {
    metrics: Object.fromEntries(
      Object.keys(first!.metrics).map((name) => [name, mean(evaluations.map(({ metrics }) => metrics[name] ?? 0))]),
    ),
    intervals: bootstrapIntervals(values, seed, shopperOf),
    values,
    shopperOf,
    shoppers: numbers.size,
    cases,
  };
}

const figuresOf = ({ metrics, intervals, values, shopperOf, shoppers }: Evaluation) => ({
  metrics,
  intervals,
  values,
  shopperOf,
  shoppers,
});
