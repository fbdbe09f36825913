import type { EChartsOption } from 'echarts';
import type { ScoreDistribution } from '../../evaluation/report.ts';
import { type Chart, COLOURS, frame, nameAxis, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, shareText } from '../format.ts';

/** Scores of what was taken beside those of what was not, each as shares of its own. */
export function scoreChart({ edges, hits, misses }: ScoreDistribution): Chart {
  const total = (counts: readonly number[]) =>
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
  const kinds = [
    { name: 'listed and not taken', counts: misses, color: COLOURS.third, total: total(misses) },
    { name: 'listed and taken', counts: hits, color: COLOURS.second, total: total(hits) },
  ];
  const digits = digitsOf(edges);
  const bins = hits.map((_, at) => ({ at, from: edges[at]!.toFixed(digits), to: edges[at + 1]!.toFixed(digits) }));
  return {
    title: 'Scores of what was listed: where the two part, a score tells what will be taken',
    table: dataTable('Listed items by score', bins, [
      { title: 'score', cell: ({ from, to }) => `${from} to ${to}` },
      ...kinds.map(({ name, counts, total }) => ({
        title: name,
        isNumber: true,
        cell: ({ at }: { at: number }) => `${countText(counts[at]!)} (${shareText(counts[at]! / total)})`,
      })),
    ]),
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow),
      xAxis: nameAxis(
        bins.map(({ from }) => from),
        { name: 'score, from', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: COLOURS.muted } },
      ),
      yAxis: numberAxis('', 0, { axisLabel: { color: COLOURS.muted, fontSize: 12, formatter: '{value} %' } }),
      series: kinds.map(({ name, counts, color, total }) => ({
        ...STILL,
        type: 'bar',
        name,
        barGap: '0%',
        barCategoryGap: '15%',
        itemStyle: { color },
        data: counts.map((count) => +((100 * count) / total).toFixed(3)),
      })),
    }),
  };
}

/** Digits behind the point that tell the ends of the bins apart. */
function digitsOf(edges: readonly number[]): number {
  const width = edges.length > 1 ? Math.abs(edges[1]! - edges[0]!) : 1;
  return width > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(width)))) : 2;
}
