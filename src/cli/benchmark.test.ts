import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let log: string;
let config: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-benchmark-'));
  log = await writeShop(dir);
  config = await writeConfig(dir);
});

afterAll(() => rm(dir, { recursive: true }));

const benchmark = (...argv: string[]) =>
  vitrine('benchmark', 'temporal', '--format', 'canonical', '--train', log, '--config', config, ...argv);

describe('vitrine benchmark temporal', () => {
  it('prints the one object that its readers build on', async () => {
    const { out, code } = await benchmark('--days', '15', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    const metrics = {
      'recall@20': expect.any(Number),
      'ndcg@10': expect.any(Number),
      'hit@10': expect.any(Number),
      'mrr@20': expect.any(Number),
      'coverage@10': expect.any(Number),
    };
    const both = { metrics: expect.objectContaining(metrics), newItems: expect.objectContaining(metrics) };
    expect(report).toMatchObject({
      protocol: 'temporal',
      description: 'last 15 days',
      ...both,
      baselines: { popularity: both, 'item-knn': both },
      bundleBytes: expect.any(Number),
      trainSeconds: expect.any(Number),
      peakRssBytes: expect.any(Number),
      rows: expect.any(Number),
      model: 'popularity + als + transitions',
      params: { seed: 1, als: { dimensions: 16 } },
    });
    for (const intervals of [report.intervals.metrics, report.intervals.baselines.popularity.newItems])
      expect(intervals['ndcg@10']).toEqual([expect.any(Number), expect.any(Number)]);
    expect(report.intervals.gain['ndcg@10'].popularity.interval).toHaveLength(2);
    expect(await readdir(dir)).toEqual(expect.arrayContaining(['config.json', 'log.csv']));
  });

  it('prints two tables for people, every model a line', async () => {
    const { out } = await benchmark('--days', '15');
    for (const name of ['vitrine', 'popularity', 'item-knn', 'buy-again'])
      expect(out.match(new RegExp(`^${name} +0\\.`, 'gm')), name).toHaveLength(2);
  });

  it('refuses another protocol, a later part of no days, and one longer than the log', async () => {
    const wrong = await vitrine('benchmark', 'random', '--format', 'canonical', '--train', log);
    expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining('temporal')]);
    expect((await benchmark('--days', '0')).code).toBe(64);
    const tooLong = await benchmark('--days', '1000', '--json');
    expect([tooLong.code, JSON.parse(tooLong.out).error.code]).toEqual([65, 'TOO_LITTLE_DATA']);
  });
});
