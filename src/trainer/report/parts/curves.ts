import type { EChartsOption } from 'echarts';
import type { Curves } from '../../evaluation/report.ts';
import { type Chart, COLOURS, frame, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { metricText } from '../format.ts';

type CurveName = Exclude<keyof Curves, 'k'>;

const LINES: readonly { name: CurveName; label: string; colour: string; type: 'solid' | 'dashed' | 'dotted' }[] = [
  { name: 'hit', label: 'hit', colour: COLOURS.third, type: 'dotted' },
  { name: 'recall', label: 'recall', colour: COLOURS.first, type: 'solid' },
  { name: 'ndcg', label: 'nDCG', colour: COLOURS.second, type: 'dashed' },
];

/** What longer lists reach. */
export function lengthChart(curves: Curves): Chart {
  return {
    title: 'Recall, hit and nDCG by the length of the list',
    table: curveTable(curves),
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, { itemStyle: { opacity: 0 } }),
      xAxis: numberAxis('length of the list', 26, {
        min: curves.k[0]!,
        max: curves.k.at(-1)!,
        splitLine: { show: false },
      }),
      yAxis: numberAxis('', 0),
      series: LINES.map(({ name, label, colour, type }) => ({
        ...STILL,
        type: 'line',
        name: label,
        symbol: 'none',
        lineStyle: { color: colour, type, width: 2 },
        itemStyle: { color: colour },
        data: curves.k.map((k, at) => [k, curves[name][at]!]),
      })),
    }),
  };
}

/** What more recall costs in precision, a point a length. */
export function precisionChart(curves: Curves): Chart {
  return {
    title: 'Precision by recall: a point for each length of the list, the shortest on the left',
    table: curveTable(curves),
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: numberAxis('recall', 26, { splitLine: { show: false } }),
      yAxis: numberAxis('', 0, { min: 0 }),
      series: [
        {
          ...STILL,
          type: 'line',
          symbol: 'circle',
          symbolSize: 5,
          lineStyle: { color: COLOURS.first, width: 2 },
          itemStyle: { color: COLOURS.first, opacity: 1 },
          data: curves.k.map((_, at) => [curves.recall[at]!, curves.precision[at]!]),
        },
      ],
    }),
  };
}

function curveTable(curves: Curves) {
  const names = ['recall', 'precision', 'hit', 'ndcg'] as const;
  return dataTable(
    'By the length of the list',
    curves.k.map((k, at) => ({ k, at })),
    [
      { title: 'length', cell: ({ k }) => String(k) },
      ...names.map((name) => ({
        title: name === 'ndcg' ? 'nDCG' : name,
        isNumber: true,
        cell: ({ at }: { at: number }) => metricText(curves[name][at]),
      })),
    ],
  );
}
