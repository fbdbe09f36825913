import { describe, expect, it } from 'vitest';
import { makeRanking } from '../makeRanking.test-support.ts';
import { importanceChart } from './importance.ts';
import { liftChart } from './lift.ts';
import { precisionRecallChart, reliabilityChart, rocChart } from './rankingCurves.ts';

const { scores, card } = makeRanking();

/** The cells of a table, row by row, without their tags. */
const rowsOf = (table: { text: string }) =>
  [...table.text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replace(/<[^>]*>/g, ' ').trim()),
  );

type Drawn = { series: { name?: string; data: unknown[] }[]; yAxis: { data: string[]; max?: number } };
const drawn = (option: unknown) => option as Drawn;

describe('charts of a ranker', () => {
  it('draws the curves of the score and of the retrieval beside chance, and reads them between their points', () => {
    const chart = rocChart(scores!);
    expect(chart.title).toContain('AUC 0.9100');
    const { series } = drawn(chart.option(false));
    expect(series.map(({ name }) => name)).toEqual(['with ranking', 'retrieval alone', 'chance']);
    expect(series[0]!.data).toEqual([
      [0, 0],
      [0.1, 0.5],
      [0.4, 0.9],
      [1, 1],
    ]);
    const rows = Object.fromEntries(rowsOf(chart.table).map(([mark, value]) => [mark, value]));
    expect(rows).toMatchObject({ '10 %': '0.5000', '20 %': '0.6333', '1 %': '0.0500', '100 %': '1.0000' });
  });

  it('draws precision down to the rate of the taken', () => {
    const chart = precisionRecallChart(scores!);
    const { series } = drawn(chart.option(true));
    expect(series[2]).toMatchObject({
      name: 'chance',
      data: [
        [0, 0.02],
        [1, 0.02],
      ],
    });
    expect(rowsOf(chart.table)[1]).toEqual(['1 %', '0.6000', '0.6000']);
  });

  it('gives room to what the first few thresholds would press flat', () => {
    const blend = { ...scores!.parts.blend, precision: { x: [0.001, 0.05, 1], y: [1, 0.12, 0.02] } };
    const chart = precisionRecallChart({ ...scores!, parts: { ...scores!.parts, blend, factors: blend } });
    expect(drawn(chart.option(false)).yAxis.max).toBe(0.15);
    expect(drawn(rocChart(scores!).option(false)).yAxis.max).toBe(1);
  });

  it('draws every bin against what it says it is', () => {
    const chart = reliabilityChart(scores!);
    const [diagonal, points] = drawn(chart.option(false)).series;
    expect(diagonal!.data).toEqual([
      [0, 0],
      [0.035, 0.035],
    ]);
    expect(points!.data).toEqual([
      [0.03, 0.035],
      [0.01, 0.005],
    ]);
    expect(rowsOf(chart.table)[1]).toEqual(['0.0300', '0.0350', '22,500']);
  });

  it('draws probabilities that are far apart on logarithmic axes', () => {
    const bins = [
      { rows: 10, score: 0.3, rate: 0.25 },
      { rows: 10, score: 0.002, rate: 0.001 },
      { rows: 10, score: 0.0015, rate: 0 },
    ];
    const chart = reliabilityChart({ ...scores!, reliability: { bins, ece: 0.02 } });
    expect(chart.title).toContain('logarithmic');
    const { series, yAxis } = drawn(chart.option(false));
    expect(yAxis).toMatchObject({ type: 'log', min: 0.001, max: 1 });
    expect(series[1]!.data).toHaveLength(2);
    expect(rowsOf(chart.table)).toHaveLength(4);
  });

  it('draws the lift of every tenth', () => {
    const chart = liftChart(scores!.lift);
    expect(drawn(chart.option(false)).series[0]!.data).toEqual([5.5, ...new Array(9).fill(0.5)]);
    expect(rowsOf(chart.table)[1]).toEqual(['1', '0.1000', '0.0200', '5.50', '4,500']);
  });

  it('orders features by what they save, the first on top', () => {
    const chart = importanceChart(card!.importance!);
    expect(rowsOf(chart.table).slice(1)).toEqual([
      ['score&lt;b&gt;', '70.0 %', '40'],
      ['price', '30.0 %', '12'],
      ['unused', '0.0 %', '0'],
    ]);
    const { series, yAxis } = drawn(chart.option(false));
    expect(yAxis.data.at(-1)).toBe('score<b>');
    expect(series[0]!.data).toEqual([0, 30, 70]);
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`f${at}`, { gain: 25 - at, splits: 1 }]));
    const cut = importanceChart(many);
    expect(cut.title).toContain('the first 20 of 25');
    expect(drawn(cut.option(true)).yAxis.data).toHaveLength(20);
    expect(rowsOf(cut.table)).toHaveLength(26);
  });
});
