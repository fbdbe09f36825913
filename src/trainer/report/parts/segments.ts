import type { Segment } from '../../evaluation/report.ts';
import type { Chart } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, metricName, metricText } from '../format.ts';
import { html } from '../html.ts';
import { intervalText, spanChart } from './models.ts';

const LABELS: Record<Segment['by'], (name: string) => string> = {
  shopper: (name) => `${name} shoppers`,
  history: (name) => `${name} known`,
  item: (name) => `items of the ${name}`,
};

/** One metric for every part of the cases. */
export function segmentChart(segments: readonly Segment[], metric: string, names: readonly string[]): Chart {
  const labelOf = ({ by, name }: Segment) => LABELS[by](name);
  const table = dataTable('By segment', segments, [
    { title: 'segment', cell: labelOf },
    { title: 'cases', isNumber: true, cell: ({ cases }) => countText(cases) },
    ...names.map((name) => ({
      title: metricName(name),
      isNumber: true,
      cell: ({ metrics, intervals }: Segment) => html`${metricText(metrics[name])}${intervalText(intervals[name])}`,
    })),
  ]);
  const spans = segments
    .filter(({ cases, metrics }) => cases > 0 && metrics[metric] !== undefined)
    .map((segment) => ({
      name: labelOf(segment),
      value: segment.metrics[metric]!,
      interval: segment.intervals[metric],
    }));
  return spanChart(
    `${metricName(metric)} by segment, with 95 % intervals: kinds of shopper, how many interactions are known of them, and popular items against the rest`,
    metricName(metric),
    spans,
    table,
  );
}
