import type { EChartsOption } from 'echarts';
import type { RankerCard } from '../../evaluation/ranking/report.ts';
import { type Chart, COLOURS, frame, nameAxis, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, shareText } from '../format.ts';

/** Features that a chart has room for; the table beside it has all. */
const SHOWN = 20;

/** What the ranker's trees split on: each feature's part of all that splits save in loss. */
export function importanceChart(importance: NonNullable<RankerCard['importance']>): Chart {
  const all = Object.values(importance).reduce((sum, { gain }) => sum + gain, 0);
  const features = Object.entries(importance)
    .map(([name, { gain, splits }]) => ({ name, splits, share: all > 0 ? gain / all : 0 }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
  // A bar chart counts from below.
  const shown = features.slice(0, SHOWN).reverse();
  return {
    title: `Feature importance: the part of what all splits save in loss${features.length > SHOWN ? `, the first ${SHOWN} of ${features.length}` : ''}`,
    table: dataTable('Features of the ranker', features, [
      { title: 'feature', cell: ({ name }) => name },
      { title: 'of the gain', isNumber: true, cell: ({ share }) => shareText(share) },
      { title: 'splits', isNumber: true, cell: ({ splits }) => countText(splits) },
    ]),
    height: 50 + 22 * shown.length,
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: numberAxis('of the gain, %', 26, { min: 0 }),
      yAxis: nameAxis(
        shown.map(({ name }) => name),
        { axisLabel: { color: COLOURS.ink, fontSize: 12, width: isNarrow ? 130 : 220, overflow: 'truncate' } },
      ),
      series: [
        {
          ...STILL,
          type: 'bar',
          barCategoryGap: '30%',
          itemStyle: { color: COLOURS.first },
          data: shown.map(({ share }) => +(100 * share).toFixed(3)),
        },
      ],
    }),
  };
}
