import type { EChartsOption } from 'echarts';
import type { Decile } from '../../evaluation/ranking/bins.ts';
import { type Chart, COLOURS, frame, nameAxis, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, metricText } from '../format.ts';

/** How much more often candidates are taken where scores are high: what showing each tenth would have given. */
export function liftChart(deciles: readonly Decile[]): Chart {
  const tenths = deciles.map((decile, at) => ({ ...decile, name: String(at + 1) }));
  return {
    title:
      'Simulated lift: how many times as often as a candidate on average each tenth of the candidates was taken, highest scores first',
    table: dataTable('By tenths of the candidates', tenths, [
      { title: 'tenth', cell: ({ name }) => name },
      { title: 'mean score', isNumber: true, cell: ({ score }) => metricText(score) },
      { title: 'taken', isNumber: true, cell: ({ rate }) => metricText(rate) },
      { title: 'lift', isNumber: true, cell: ({ lift }) => lift.toFixed(2) },
      { title: 'candidates', isNumber: true, cell: ({ rows }) => countText(Math.round(rows)) },
    ]),
    height: 260,
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: nameAxis(
        tenths.map(({ name }) => name),
        { name: 'tenth by score', nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: COLOURS.muted } },
      ),
      yAxis: numberAxis('', 0, { min: 0 }),
      series: [
        {
          ...STILL,
          type: 'bar',
          barCategoryGap: '25%',
          itemStyle: { color: COLOURS.first },
          label: {
            show: true,
            position: 'top',
            color: COLOURS.ink,
            fontSize: 12,
            formatter: ({ dataIndex }) => tenths[dataIndex]!.lift.toFixed(1),
          },
          data: tenths.map(({ lift }) => +lift.toFixed(4)),
        },
      ],
    }),
  };
}
