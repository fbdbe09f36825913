import { bootstrapIntervals } from '../bootstrap.ts';
import { listMetrics, mean } from '../metrics.ts';
import type { Intervals, Metrics } from '../report.ts';

/** Most cases asked: every n-th where there are more. */
const MOST_CASES = 4000;

/** Means over the cases, under names such as "recall@20", with 95 % bootstrap intervals over shoppers. */
export interface ColdFigures {
  metrics: Metrics;
  intervals: Intervals;
}

const METRICS = ['recall', 'ndcg', 'hit'] as const;

/** Takes in one list after the other. `shopperOf`: whose each is, numbered from 0; the figures of no list at all are 0. */
export function collectFigures(k: number) {
  const values = Object.fromEntries(METRICS.map((name) => [`${name}@${k}`, [] as number[]]));
  return {
    add(list: readonly string[], taken: ReadonlySet<string>): void {
      const measured = listMetrics(list, taken, k);
      for (const name of METRICS) values[`${name}@${k}`]!.push(measured[name]);
    },
    figures: (seed: number, shopperOf: Int32Array): ColdFigures => ({
      metrics: Object.fromEntries(
        Object.entries(values).map(([name, column]) => [name, column.length > 0 ? mean(column) : 0]),
      ),
      intervals: bootstrapIntervals(values, seed, shopperOf),
    }),
  };
}

/** At most `most`, every n-th. */
export function sampleCases<Case>(cases: readonly Case[], most = MOST_CASES): Case[] {
  const step = Math.ceil(cases.length / most);
  return cases.filter((_, index) => index % step === 0);
}
