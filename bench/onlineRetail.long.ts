import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../src/trainer/evaluation/report.ts';

const ROOT = resolve(import.meta.dirname, '..');
const EVENTS = resolve(ROOT, '../shared/data/online-retail/online_retail.csv.gz');
const hasData = existsSync(EVENTS);
if (!hasData) console.log('no ../shared/data: the real shop is not measured');

const vitrine = <T>(...args: string[]): T =>
  JSON.parse(
    execFileSync('node', [join(ROOT, 'bin/vitrine.js'), ...args, '--json', '--quiet'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    }),
  ) as T;

describe.runIf(hasData)('Online Retail, from log to bundle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-long-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const train = (out: string, ...more: string[]) =>
    vitrine<{ trainSeconds: number; peakRssBytes: number; bundleBytes: number; repeats: string }>(
      'train',
      '--format',
      'online-retail',
      '--events',
      EVENTS,
      '--out',
      join(folder, out),
      ...more,
    );

  it('trains in 30 s where no ranker is tried', () => {
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({ ranker: { use: 'off' } }));
    expect(train('unranked', '--config', config).trainSeconds).toBeLessThanOrEqual(30);
  });

  it('trains with a ranker in 180 s, 1.5 GB and 1 MB, and finds that this shop buys again', () => {
    const { trainSeconds, peakRssBytes, bundleBytes, repeats } = train('first');
    expect(trainSeconds).toBeLessThanOrEqual(180);
    expect(peakRssBytes).toBeLessThanOrEqual(1.5e9);
    expect(bundleBytes).toBeLessThanOrEqual(1e6);
    expect(repeats).toBe('allow');
  });

  it('gives the same bytes again', () => {
    train('second');
    const files = readdirSync(join(folder, 'first'));
    expect(readdirSync(join(folder, 'second'))).toEqual(files);
    for (const file of files)
      expect(readFileSync(join(folder, 'second', file)).equals(readFileSync(join(folder, 'first', file))), file).toBe(
        true,
      );
  });

  it('beats popularity and item-kNN with intervals apart, on all items and on items new to the shopper', () => {
    const report = vitrine<BenchmarkReport>('benchmark', 'temporal', '--format', 'online-retail', '--train', EVENTS);
    for (const aspect of ['metrics', 'newItems'] as const) {
      const [low] = report.intervals[aspect]['ndcg@10']!;
      for (const peer of ['popularity', 'item-knn']) {
        const [, high] = report.intervals.baselines[peer]![aspect]['ndcg@10']!;
        expect(low, `${aspect} against ${peer}`).toBeGreaterThan(high);
      }
    }
    // What this version reached, less the noise of an honest change.
    expect(report.metrics['ndcg@10']).toBeGreaterThan(0.315);
    expect(report.newItems['ndcg@10']).toBeGreaterThan(0.11);
  });
});
