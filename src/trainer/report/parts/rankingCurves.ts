import type { EChartsOption } from 'echarts';
import type { PartFigures, ScoreFigures } from '../../evaluation/ranking/report.ts';
import { type Chart, COLOURS, frame, numberAxis, STILL } from '../chart.ts';
import { dataTable } from '../dataTable.ts';
import { countText, metricText } from '../format.ts';

type Points = [x: number, y: number][];
type CurveName = 'roc' | 'precision';

/** Where a table reads a curve, of its x axis. */
const MARKS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1];

/** Of the x axis, where a curve has enough behind it. */
const SETTLED = 0.01;

/** With ranking, and the retrieval's own probabilities for the same candidates. */
const LINES = [
  { part: 'blend', name: 'with ranking', color: COLOURS.first, type: 'solid' },
  { part: 'factors', name: 'retrieval alone', color: COLOURS.second, type: 'dashed' },
] as const;

/** Candidates let through by a threshold: those that were taken against the others. */
export function rocChart({ parts }: ScoreFigures): Chart {
  return {
    title: `ROC curve of the score (AUC ${metricText(parts.blend.metrics.auc)}) and of the retrieval alone (${metricText(parts.factors.metrics.auc)}): the share of what was taken that a threshold lets through, by the share of the rest`,
    table: curveTable('By the share of the rest let through', 'of the rest', parts, 'roc'),
    height: 340,
    option: (isNarrow) =>
      lines(isNarrow, 'let through of what was not taken', parts, 'roc', [
        {
          name: 'chance',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ]),
  };
}

/** What letting more of the taken through costs in precision. */
export function precisionRecallChart({ parts, taken, candidates }: ScoreFigures): Chart {
  const rate = taken / candidates;
  return {
    title: `Precision by recall of the score (average precision ${metricText(parts.blend.metrics.averagePrecision)}) and of the retrieval alone (${metricText(parts.factors.metrics.averagePrecision)}), over all candidates`,
    table: curveTable('By recall', 'recall', parts, 'precision'),
    height: 320,
    option: (isNarrow) =>
      lines(isNarrow, 'recall', parts, 'precision', [
        {
          name: 'chance',
          points: [
            [0, rate],
            [1, rate],
          ],
        },
      ]),
  };
}

/** Whether candidates are taken as often as their score says. */
export function reliabilityChart({ reliability: { bins, ece } }: ScoreFigures): Chart {
  const { axis, ends, isWide } = probabilityAxes(bins.flatMap(({ score, rate }) => [score, rate]));
  return {
    title: `Calibration: how often candidates were taken, by their score, in ${bins.length} equal parts of the candidates${isWide ? ', on logarithmic axes' : ''}. On the dashed line a score is the probability that it says it is; the mean distance from it is ${metricText(ece)}`,
    table: dataTable('Equal parts of the candidates, highest scores first', bins, [
      { title: 'mean score', cell: ({ score }) => metricText(score) },
      { title: 'taken', isNumber: true, cell: ({ rate }) => metricText(rate) },
      { title: 'candidates', isNumber: true, cell: ({ rows }) => countText(Math.round(rows)) },
    ]),
    height: 320,
    option: (isNarrow): EChartsOption => ({
      ...frame(isNarrow, false),
      xAxis: numberAxis('mean score', 26, { ...axis, splitLine: { show: false } }),
      yAxis: numberAxis('', 0, axis),
      series: [
        line(
          '',
          ends.map((end) => [end, end]),
          COLOURS.muted,
          'dashed',
        ),
        {
          ...STILL,
          type: 'scatter',
          symbolSize: 9,
          itemStyle: { color: COLOURS.first, opacity: 1 },
          // A bin of which nothing was taken has no place on a logarithmic axis.
          data: bins.filter(({ rate }) => rate > 0 || !isWide).map(({ score, rate }) => [score, rate]),
        },
      ],
    }),
  };
}

/** Probabilities that differ more than this many times are drawn on logarithmic axes. */
const WIDE = 30;

function probabilityAxes(values: readonly number[]) {
  const most = Math.max(...values);
  const least = Math.min(...values.filter((value) => value > 0));
  if (!(most > WIDE * least)) return { axis: { min: 0 }, ends: [0, most], isWide: false };
  const ends = [10 ** Math.floor(Math.log10(least)), Math.min(1, 10 ** Math.ceil(Math.log10(most)))];
  // Powers of ten come with an error in their last digit.
  const axisLabel = { color: COLOURS.muted, fontSize: 12, formatter: (value: number) => `${+value.toPrecision(1)}` };
  return { axis: { type: 'log', min: ends[0], max: ends[1], axisLabel }, ends, isWide: true };
}

function lines(
  isNarrow: boolean,
  axis: string,
  parts: ScoreFigures['parts'],
  curve: CurveName,
  others: readonly { name: string; points: Points }[],
): EChartsOption {
  return {
    ...frame(isNarrow, { itemStyle: { opacity: 0 } }),
    xAxis: numberAxis(axis, 26, { min: 0, max: 1, splitLine: { show: false } }),
    yAxis: numberAxis('', 0, { min: 0, max: highest(LINES.map(({ part }) => parts[part][curve])) }),
    series: [
      ...LINES.map(({ part, name, color, type }) => line(name, pointsOf(parts[part], curve), color, type)),
      ...others.map(({ name, points }) => line(name, points, COLOURS.muted, 'dotted')),
    ],
  };
}

/** The end of the y axis. What the first few thresholds give is chance, and would press all else flat. */
function highest(curves: readonly PartFigures['roc'][]): number {
  const seen = curves.flatMap(({ x, y }) => y.filter((_, at) => x[at]! >= SETTLED));
  const most = Math.max(0.05, ...seen);
  const step = most > 0.3 ? 10 : 20;
  return Math.min(1, Math.ceil(step * most) / step);
}

const line = (name: string, data: Points, color: string, type: 'solid' | 'dashed' | 'dotted') => ({
  ...STILL,
  type: 'line' as const,
  name,
  symbol: 'none',
  lineStyle: { color, type, width: 2 },
  itemStyle: { color },
  data,
});

const pointsOf = (part: PartFigures, curve: CurveName): Points => part[curve].x.map((x, at) => [x, part[curve].y[at]!]);

function curveTable(caption: string, axis: string, parts: ScoreFigures['parts'], curve: CurveName) {
  const value = (part: PartFigures, mark: number) => metricText(at(part[curve], mark));
  return dataTable(caption, MARKS, [
    { title: axis, cell: (mark) => `${Math.round(100 * mark)} %` },
    ...LINES.map(({ part, name }) => ({
      title: name,
      isNumber: true,
      cell: (mark: number) => value(parts[part], mark),
    })),
  ]);
}

/** A curve read at `x`, on the line between its points; undefined where it has none. */
function at({ x, y }: PartFigures['roc'], mark: number): number | undefined {
  const next = x.findIndex((value) => value >= mark);
  if (next < 0) return y.at(-1);
  if (next === 0 || x[next] === mark) return y[next];
  const share = (mark - x[next - 1]!) / (x[next]! - x[next - 1]!);
  return y[next - 1]! + share * (y[next]! - y[next - 1]!);
}
