import type { EChartsOption } from 'echarts';
import type { Intervals, Metrics } from '../../evaluation/report.ts';
import { type Chart, COLOURS, frame, nameAxis, numberAxis, STILL } from '../chart.ts';
import { dataTable, type TableColumn } from '../dataTable.ts';
import { bytesText, metricName, metricText, secondsText } from '../format.ts';
import { type Html, html } from '../html.ts';

/** A model beside others, in one aspect. */
export interface ModelLine {
  name: string;
  /** The one that the report is about. */
  isOurs: boolean;
  metrics: Metrics;
  intervals?: Intervals | undefined;
  bundleBytes?: number | undefined;
  trainSeconds?: number | undefined;
}

/** Models against metrics, each with its interval. */
export function modelTable(caption: string, lines: readonly ModelLine[], names: readonly string[]): Html {
  const columns: TableColumn<ModelLine>[] = [
    { title: 'model', cell: ({ name, isOurs }) => (isOurs ? html`<strong>${name}</strong>` : name) },
    ...names.map(
      (name): TableColumn<ModelLine> => ({
        title: metricName(name),
        isNumber: true,
        cell: ({ metrics, intervals }) => html`${metricText(metrics[name])}${intervalText(intervals?.[name])}`,
      }),
    ),
  ];
  if (lines.some(({ bundleBytes }) => bundleBytes !== undefined))
    columns.push(
      {
        title: 'bundle',
        isNumber: true,
        cell: ({ bundleBytes }) => (bundleBytes === undefined ? '–' : bytesText(bundleBytes)),
      },
      {
        title: 'trained in',
        isNumber: true,
        cell: ({ trainSeconds }) => (trainSeconds === undefined ? '–' : secondsText(trainSeconds)),
      },
    );
  return dataTable(caption, lines, columns);
}

export function intervalText(interval: readonly [number, number] | undefined): Html | undefined {
  return interval && html`<br><small>${metricText(interval[0])} to ${metricText(interval[1])}</small>`;
}

/** Rows with a point and its interval each, the first on top. */
export interface Span {
  name: string;
  value: number;
  interval?: readonly [number, number] | undefined;
  isOurs?: boolean;
}

/** One metric of several rows: points on lines of 95 %. */
export function spanChart(title: string, axis: string, spans: readonly Span[], table: Html, hasZero = false): Chart {
  const ordered = [...spans].reverse();
  return {
    title,
    table,
    height: 60 + 30 * spans.length,
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: numberAxis(axis, 26, { scale: !hasZero }),
      yAxis: nameAxis(
        ordered.map(({ name }) => name),
        { axisLabel: { color: COLOURS.ink, fontSize: 12, width: isNarrow ? 110 : 190, overflow: 'break' } },
      ),
      series: [
        {
          silent: true,
          type: 'custom',
          renderItem: (_params, api) => {
            const row = api.value(0) as number;
            const from = api.coord([api.value(1), row]) as number[];
            const to = api.coord([api.value(2), row]) as number[];
            const shape = { x1: from[0]!, y1: from[1]!, x2: to[0]!, y2: to[1]! };
            return { type: 'line', shape, style: { stroke: COLOURS.third, lineWidth: 3, lineCap: 'round' } };
          },
          data: ordered.flatMap(({ interval }, row) => (interval ? [[row, ...interval]] : [])),
          encode: { x: [1, 2], y: 0 },
        },
        {
          ...STILL,
          type: 'scatter',
          symbolSize: 11,
          data: ordered.map(({ value, isOurs }, row) => ({
            value: [value, row],
            symbol: isOurs ? 'diamond' : 'circle',
            itemStyle: { color: isOurs ? COLOURS.second : COLOURS.first, opacity: 1 },
          })),
        },
      ],
    }),
  };
}
