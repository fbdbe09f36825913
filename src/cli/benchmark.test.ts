import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { vitrine, writeShop } from './writeShop.ts';

vi.setConfig({ testTimeout: 60_000 });

let dir: string;
let log: string;
let config: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-benchmark-'));
  log = await writeShop(dir);
  // Two tables: what is tried here is the verb.
  config = join(dir, 'config.json');
  await writeFile(config, JSON.stringify({ als: { dimensions: 16 }, sources: ['factors', 'transitions'] }));
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
      retrievalMetrics: both.metrics,
      retrievalNewItems: both.newItems,
      candidateRecall: { all: expect.any(Number), newItems: expect.any(Number) },
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

  it('measures new items and new shoppers where it is asked to', async () => {
    const { out } = await benchmark('--days', '15', '--cold', '--json');
    const { cold } = JSON.parse(out);
    const measured = { metrics: { 'recall@20': expect.any(Number) }, intervals: { 'recall@20': expect.any(Array) } };
    expect(cold.items).toMatchObject({ k: 20, chance: expect.any(Number), amongNew: measured, amongAll: measured });
    const text = (await benchmark('--days', '15', '--cold')).out;
    expect(text).toMatch(new RegExp(`^new items: ${cold.items.items} held out`, 'm'));
    expect(text).toMatch(/^among the new +\d\.\d{4} \[/m);
    expect(text).toContain('new shoppers: ');
  });

  it('refuses no protocol at all, a later part of no days, and one longer than the log', async () => {
    const wrong = await vitrine('benchmark', 'random', '--format', 'canonical', '--train', log);
    expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining('temporal')]);
    expect((await benchmark('--days', '0')).code).toBe(64);
    const tooLong = await benchmark('--days', '1000', '--json');
    expect([tooLong.code, JSON.parse(tooLong.out).error.code]).toEqual([65, 'TOO_LITTLE_DATA']);
  });
});

describe('vitrine benchmark', () => {
  /** Forty shoppers of two tastes, one a line: what `pairs` and `sequences` read alike. */
  const lines = (from: number, count: number) =>
    Array.from({ length: 40 }, (_, s) =>
      [`u${s}`, ...Array.from({ length: count }, (_, i) => `${s % 2 ? 'a' : 'b'}${(s + from + i) % 12}`)].join(' '),
    ).join('\n');

  const run = async (protocol: string, train: string, ...argv: string[]) => {
    const { out, err } = await vitrine('benchmark', protocol, '--train', train, '--config', config, '--json', ...argv);
    return { report: JSON.parse(out), err };
  };

  it('pairs: masks what is known, and needs no format', async () => {
    const [train, test] = [join(dir, 'train.txt'), join(dir, 'test.txt')];
    await writeFile(train, lines(0, 8));
    await writeFile(test, lines(8, 2));
    const { report } = await run('pairs', train, '--test', test);
    expect(report).toMatchObject({ protocol: 'pairs', shoppers: { all: 40 }, cases: { all: 40 }, rows: 40 });
    expect(report.metrics).toEqual(report.newItems);
    expect(report.metrics['recall@20']).toBe(1);
    expect(Object.keys(report.baselines)).toEqual(['popularity', 'item-knn']);
  });

  it('leave-last-out: asks every sequence for its last item', async () => {
    const train = join(dir, 'sequences.txt');
    await writeFile(train, lines(0, 8));
    const { report } = await run('leave-last-out', train);
    expect(report).toMatchObject({ protocol: 'leave-last-out', cases: { all: 40 } });
    expect(report.metrics['hit@5']).toBeGreaterThan(0.9);
  });

  it('next-item: a target behind a tab is what its row asks for', async () => {
    const [train, test] = [join(dir, 'sessions.txt'), join(dir, 'prefixes.txt')];
    const sessions = lines(0, 4).replace(/^u\d+ /gm, '');
    await writeFile(train, sessions);
    await writeFile(test, sessions.replace(/ (\S+)$/gm, '\t$1'));
    const { report } = await run('next-item', train, '--test', test);
    expect(report).toMatchObject({ description: 'last item of each test row', cases: { all: 40 } });
  });

  it('fold-in: averages three seeds, and compares models by name', async () => {
    const { report } = await run(
      'fold-in',
      log,
      '--format',
      'canonical',
      '--test-users',
      '0.2',
      '--compare',
      'als,transitions',
    );
    expect(report.seeds).toEqual([1, 2, 3]);
    expect(report.metrics).toHaveProperty('ndcg@100');
    expect(report.compared.map(({ name }: { name: string }) => name)).toEqual(['als', 'transitions']);
    const { err } = await vitrine(
      'benchmark',
      'fold-in',
      '--train',
      log,
      '--format',
      'canonical',
      '--compare',
      'oracle',
    );
    expect(err).toContain('there is no model "oracle"');
  });

  it('wants a format where no protocol says what it usually is', async () => {
    const { err, code } = await vitrine('benchmark', 'temporal', '--train', log);
    expect([code, err]).toEqual([64, expect.stringContaining('--format')]);
  });
});
