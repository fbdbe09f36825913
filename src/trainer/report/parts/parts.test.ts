import { describe, expect, it } from 'vitest';
import { makeReport } from '../makeReport.test-support.ts';
import { lengthChart } from './curves.ts';
import { coverageChart, popularityChart } from './exposure.ts';
import { scoreChart } from './scores.ts';
import { segmentChart } from './segments.ts';

const { detail } = makeReport();

/** The cells of a table, row by row, without their tags. */
const rowsOf = (table: { text: string }) =>
  [...table.text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replace(/<[^>]*>/g, ' ').trim()),
  );

type Line = { data: [number, number][] };
const seriesOf = (option: unknown) => (option as { series: Line[] }).series;

describe('charts and the tables beside them', () => {
  it('tells what the most shown items take', () => {
    // 4 of 8 items are shown, 50, 30, 15 and 5 times.
    const chart = coverageChart(detail.exposure);
    expect(rowsOf(chart.table).slice(1)).toEqual([
      ['1.0 %', '0.0 %'],
      ['5.0 %', '0.0 %'],
      ['10.0 %', '50.0 %'],
      ['20.0 %', '80.0 %'],
      ['50.0 %', '100.0 %'],
      ['100.0 %', '100.0 %'],
    ]);
    expect(chart.title).toContain('4 of 8 items');
    const [curve] = seriesOf(chart.option(false));
    expect(curve!.data[0]).toEqual([0, 0]);
    expect(curve!.data.at(-1)).toEqual([100, 100]);
    for (const [at, [x, y]] of curve!.data.slice(1).entries()) {
      expect(x).toBeGreaterThan(curve!.data[at]![0]);
      expect(y).toBeGreaterThanOrEqual(curve!.data[at]![1]);
    }
  });

  it('tells of scores how many were hit, as shares of their own', () => {
    expect(rowsOf(scoreChart(detail.scores).table)).toEqual([
      ['score', 'listed and not taken', 'listed and taken'],
      ['0.00 to 0.50', '80 (88.9 %)', '1 (10.0 %)'],
      ['0.50 to 1.00', '10 (11.1 %)', '9 (90.0 %)'],
    ]);
  });

  it('draws segments that somebody is in, and lists all', () => {
    const chart = segmentChart(detail.segments, 'ndcg@10', ['ndcg@10']);
    expect(rowsOf(chart.table)).toEqual([
      ['segment', 'cases', 'nDCG@10'],
      ['new shoppers', '200', '0.2000  0.1500 to 0.2500'],
      ['2-4 known', '0', '–'],
      ['items of the tail', '300', '0.1000'],
    ]);
    const [spans, points] = seriesOf(chart.option(true)) as unknown as { data: unknown[] }[];
    expect([spans!.data.length, points!.data.length]).toEqual([1, 2]);
  });

  it('draws every length and every tenth', () => {
    const lines = seriesOf(lengthChart(detail.curves).option(false));
    expect(lines.map(({ data }) => data.length)).toEqual([3, 3, 3]);
    expect(lines[1]!.data).toEqual([
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
    ]);
    expect(rowsOf(popularityChart(detail.exposure).table)[1]).toEqual(['1', '10.0 %', '10.0 %']);
  });
});
