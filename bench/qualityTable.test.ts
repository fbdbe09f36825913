import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../src/trainer/evaluation/report.ts';
import { fillQuality, QUALITY_ROWS, type QualityResult, qualityTable, resultOf } from './qualityTable.ts';

const row = QUALITY_ROWS.find(({ name }) => name === 'online-retail')!;
const report = {
  cases: { all: 3, newItems: 2 },
  metrics: { 'ndcg@10': 0.4, 'hit@10': 0.9 },
  newItems: { 'ndcg@10': 0.05 },
  intervals: { metrics: { 'ndcg@10': [0.3, 0.5] } },
  baselines: { popularity: { metrics: { 'ndcg@10': 0.1, 'hit@10': 0.2 } } },
  float: { cost: { 'ndcg@10': { mean: 0.0004, interval: [-0.001, 0.002], p: 0.4 } } },
  bundleBytes: 900_000,
  trainSeconds: 20,
  peakRssBytes: 4e8,
  model: 'popularity + als',
  seeds: [1],
} as unknown as BenchmarkReport;

describe('the table of quality', () => {
  const result = resultOf(row, report, '2026-01-01');

  it('keeps of a report the figures that are to be reached', () => {
    expect(result).toMatchObject({
      name: 'online-retail',
      cases: 3,
      metrics: { 'ndcg@10': 0.4 },
      newItems: { 'ndcg@10': 0.05 },
      baselines: { popularity: { 'ndcg@10': 0.1 } },
      int8Cost: { 'ndcg@10': { mean: 0.0004, interval: [-0.001, 0.002] } },
    });
    expect(Object.keys(result.metrics)).toEqual(['ndcg@10']);
  });

  it('says which figures are reached, and leaves out rows that were not measured', () => {
    const lines = qualityTable([result]).split('\n').slice(2);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('| 0.4000 [0.300, 0.500] |  | 0.335 | met |');
    expect(lines[0]).toContain('| 0.90 MB | 20 s |');
    expect(lines[1]).toContain('| 0.0500 |  | 0.138 | not met |');
  });

  it('is written between its marks alone', () => {
    const text = fillQuality('a\n<!-- quality -->\nold\n<!-- /quality -->\nb\n', [result]);
    expect(text.startsWith('a\n<!-- quality -->\n| data |')).toBe(true);
    expect(text.endsWith('|\n<!-- /quality -->\nb\n')).toBe(true);
  });
});

it("the README's table of quality is that of docs/quality.json", () => {
  const results = JSON.parse(readFileSync('docs/quality.json', 'utf8')) as QualityResult[];
  const readme = readFileSync('README.md', 'utf8');
  expect(results.length).toBeGreaterThan(0);
  expect(fillQuality(readme, results) === readme, 'run npx tsx bench/quality.ts --write').toBe(true);
});
