import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRanking } from '../trainer/report/makeRanking.test-support.ts';
import { makeReport } from '../trainer/report/makeReport.test-support.ts';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { benchmarkMetrics, paramsOf, runsDir } from './keepRun.ts';
import { createOutput } from './output.ts';
import { createRecorder } from './recorder.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let log: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-keep-'));
  log = await writeShop(dir, makeShop());
});

afterAll(() => rm(dir, { recursive: true }));

const filesIn = async (out: string) => {
  const names = (await readdir(join(dir, out))).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(join(dir, out, name), 'base64')]));
};

it('goes on after kill -9 with what the cache holds, and ends with the same bytes', { timeout: 120_000 }, async () => {
  const usual = ['train', '--format', 'canonical', '--events', log, '--config', await writeConfig(dir)];
  const argv = [...usual, '--cache', join(dir, 'cache')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...argv, '--out', join(dir, 'killed')]);
  const ended = new Promise((done) => child.on('exit', (_, signal) => done(signal)));
  const kept = async () => (await readdir(join(dir, 'cache')).catch(() => [])).filter((name) => name.endsWith('.bin'));
  await expect.poll(async () => (await kept()).length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(1);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(await readdir(dir)).not.toContain('killed');

  const resumed = await vitrine(...argv, '--out', join(dir, 'resumed'));
  expect(resumed.err).toMatch(/cache: [1-9]\d* stages found, [1-9]\d* computed and kept/);
  await vitrine(...usual, '--out', join(dir, 'whole'));
  expect(await filesIn('resumed')).toEqual(await filesIn('whole'));
});

it.each([
  [{}, {}, 'runs'],
  [{}, { VITRINE_RUNS: 'all/runs' }, 'all/runs'],
  [{}, { VITRINE_RUNS: '' }, undefined],
  [{ runs: 'mine' }, { VITRINE_RUNS: '' }, 'mine'],
  [{ runs: false as const }, { VITRINE_RUNS: 'all' }, undefined],
])('keeps the runs of %j with %j in %s', (options, env, expected) => {
  const { VITRINE_RUNS: _, ...rest } = createRecorder().env;
  expect(runsDir(options, createOutput({}, { ...createRecorder(), env: { ...rest, ...env } }))).toBe(expected);
});

it('keeps figures under names that do not collide, and of tables which ship', () => {
  expect(benchmarkMetrics(makeReport())).toMatchObject({
    'ndcg@10': 0.31234,
    'newItems.ndcg@10': 0.09,
    bundleBytes: 1_234_567,
  });
  const ranked = makeReport({
    ranking: makeRanking(),
    retrievalMetrics: { 'ndcg@10': 0.25 },
    candidateRecall: { all: 0.8, newItems: 0.7 },
  });
  expect(benchmarkMetrics(ranked)).toMatchObject({ 'retrieval.ndcg@10': 0.25, candidateRecall: 0.8 });
  expect(benchmarkMetrics(makeReport())).not.toHaveProperty(['retrieval.ndcg@10']);
  const tables = [
    { table: 'factors', ships: true },
    { table: 'content', ships: false },
  ];
  expect(paramsOf({ seed: 1, tables })).toEqual({ seed: 1, ships: ['factors'] });
});
