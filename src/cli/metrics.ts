import { fail } from '../errors/failAny.ts';
import { type Column, table } from './table.ts';

interface Line {
  name: string;
  metrics: Record<string, number>;
  intervals?: Record<string, [number, number]> | undefined;
}

/** A table of models against metrics, with intervals where there are any. */
export function metricsTable(lines: readonly Line[], names: readonly string[]): string {
  const columns: Column<Line>[] = [
    { title: '', text: ({ name }) => name },
    ...names.map(
      (metric): Column<Line> => ({
        title: metric,
        align: 'right',
        text: ({ metrics, intervals }) => {
          const interval = intervals?.[metric];
          return `${metrics[metric]?.toFixed(4) ?? '-'}${interval ? ` [${interval[0].toFixed(3)}, ${interval[1].toFixed(3)}]` : ''}`;
        },
      }),
    ),
  ];
  return table(lines, columns);
}

/** The metrics that a table shows: the ones shops ask for, at the cut-offs there are. */
export function headlineMetrics(cutoffs: readonly number[], names = ['ndcg', 'recall', 'hit']): string[] {
  return cutoffs.flatMap((k) => names.map((name) => `${name}@${k}`));
}

/** Cut-offs as they are typed. @throws USAGE */
export function cutoffsOf(texts: readonly string[]): number[] {
  const cutoffs = texts.map(Number);
  if (cutoffs.length === 0 || cutoffs.some((k) => !Number.isInteger(k) || k < 1 || k > 1000))
    throw fail('USAGE', `--k takes whole numbers from 1 to 1000, not "${texts}"`);
  return cutoffs;
}
