import type { EChartsOption } from 'echarts';
import type { Exposure } from '../../evaluation/report.ts';
import { type Chart, COLOURS, frame, nameAxis, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, shareText } from '../format.ts';

/** Points of the curve of coverage: more would not be seen. */
const POINTS = 60;

/** How much of all that is shown goes to how much of the catalogue (Lorenz 1905, from the most shown). */
export function coverageChart({ counts, items, k }: Exposure): Chart {
  const shown = counts.reduce((sum, count) => sum + count, 0);
  const sums = [0];
  for (const count of counts) sums.push(sums.at(-1)! + count);
  const at = (share: number) => {
    const place = Math.min(Math.round(share * items), counts.length);
    return { share: place / items, part: shown > 0 ? sums[place]! / shown : 0 };
  };
  const points = Array.from({ length: POINTS + 1 }, (_, i) => at((i / POINTS) ** 2)).filter(
    ({ share }, i, all) => i === 0 || share > all[i - 1]!.share,
  );
  if (points.at(-1)!.share < 1) points.push({ share: 1, part: 1 });
  const marks = [0.01, 0.05, 0.1, 0.2, 0.5, 1].map((share) => ({ share, part: share === 1 ? 1 : at(share).part }));
  return {
    title: `Coverage: ${countText(counts.length)} of ${countText(items)} items stand on some list of ${k}. The part of all places that the most shown items take`,
    table: dataTable('Places that the most shown items take', marks, [
      { title: 'of the items', cell: ({ share }) => shareText(share) },
      { title: 'take of the places', isNumber: true, cell: ({ part }) => shareText(part) },
    ]),
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: numberAxis('share of the catalogue, most shown first, %', 26, {
        min: 0,
        max: 100,
        splitLine: { show: false },
      }),
      yAxis: numberAxis('', 0, { min: 0, max: 100 }),
      series: [
        line(
          points.map(({ share, part }) => [100 * share, 100 * part]),
          COLOURS.first,
          'solid',
        ),
        line(
          [
            [0, 0],
            [100, 100],
          ],
          COLOURS.muted,
          'dashed',
        ),
      ],
    }),
  };
}

const line = (data: number[][], color: string, type: 'solid' | 'dashed') => ({
  ...STILL,
  type: 'line' as const,
  symbol: 'none',
  lineStyle: { color, type, width: 2 },
  data,
});

/** Whether lists favour what is popular: tenths of the items by what was taken and by what is shown. */
export function popularityChart({ tenths }: Exposure): Chart {
  const names = tenths.map((_, at) => String(at + 1));
  const parts = [
    { name: 'of all interactions', key: 'interactions', color: COLOURS.third },
    { name: 'of all places on lists', key: 'shown', color: COLOURS.first },
  ] as const;
  return {
    title:
      'Popularity: what tenths of the items, from most to least popular, have of the interactions and of the lists',
    table: dataTable(
      'By tenths of the items',
      tenths.map((tenth, at) => ({ ...tenth, name: names[at]! })),
      [
        { title: 'tenth', cell: ({ name }) => name },
        ...parts.map(({ name, key }) => ({
          title: name,
          isNumber: true,
          cell: (tenth: Exposure['tenths'][number]) => shareText(tenth[key]),
        })),
      ],
    ),
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow),
      xAxis: nameAxis(names),
      yAxis: numberAxis('', 0, { axisLabel: { color: COLOURS.muted, fontSize: 12, formatter: '{value} %' } }),
      series: parts.map(({ name, key, color }) => ({
        ...STILL,
        type: 'bar',
        name,
        itemStyle: { color },
        data: tenths.map((tenth) => +(100 * tenth[key]).toFixed(2)),
      })),
    }),
  };
}
