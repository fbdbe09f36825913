import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let log: string;
let config: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cli-runs-'));
  log = await writeShop(dir);
  config = await writeConfig(dir);
  await train('--runs', join(dir, 'runs'));
  await train('--runs', join(dir, 'runs'), '--seed', '2');
}, 60_000);

afterAll(() => rm(dir, { recursive: true }));

const train = (...argv: string[]) =>
  vitrine('train', '--format', 'canonical', '--events', log, '--out', join(dir, 'out'), '--config', config, ...argv);
const runs = (...argv: string[]) => vitrine('runs', ...argv, '--runs', join(dir, 'runs'));

describe('vitrine runs', { timeout: 60_000 }, () => {
  it('lists what was trained, newest first, with parameters, data and figures', async () => {
    const { out, code } = await runs('list', '--json');
    const { runs: listed } = JSON.parse(out);
    expect([code, listed.length]).toEqual([0, 2]);
    expect(listed[0]).toMatchObject({
      verb: 'train',
      data: [{ file: log, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      params: { seed: 2, als: { dimensions: 16 } },
      made: { out: join(dir, 'out') },
    });
    expect(listed[0].metrics['validation.ndcg@10']).toBeGreaterThan(0.2);
    expect((await runs('list')).out.split('\n')[1]).toContain(listed[0].id);
    expect((await readdir(join(dir, 'runs', listed[0].id))).sort()).toEqual(['report.html', 'report.json', 'run.json']);
  });

  it('compares two of them', async () => {
    const { out } = await runs('compare', 'last~1', 'last', '--json');
    expect(JSON.parse(out)).toMatchObject({ isSameData: true, params: [{ name: 'seed', a: 1, b: 2 }] });
    expect((await runs('compare', 'last', 'last')).out).toContain('the same parameters');
    expect((await runs('compare', 'last')).code).toBe(64);
    expect((await runs('compare', 'last', 'nobody')).code).toBe(66);
  });

  it('exports them for MLflow', async () => {
    const { out } = await runs('export', '--mlflow', join(dir, 'mlruns'), '--json');
    expect(JSON.parse(out)).toEqual({ out: join(dir, 'mlruns'), runs: 2, written: 2 });
    expect((await runs('export')).code).toBe(64);
  });

  it('says where there are none, and what it does not do', async () => {
    expect((await vitrine('runs', 'list', '--runs', join(dir, 'none'))).out).toBe(`${join(dir, 'none')}: no runs\n`);
    expect((await runs('polish')).code).toBe(64);
    expect((await runs('list', 'last')).code).toBe(64);
  });
});

describe('vitrine report', { timeout: 60_000 }, () => {
  it('writes the page of a run, or of a report.json', async () => {
    const out = join(dir, 'page.html');
    expect((await vitrine('report', 'last', '--runs', join(dir, 'runs'), '--out', out)).out).toBe(`${out}\n`);
    const page = await readFile(out, 'utf8');
    expect(page).toContain('What was chosen, and why');
    const again = await vitrine('report', join(dir, 'page.json'), '--json');
    expect(JSON.parse(again.out)).toEqual({ out });
    expect(await readFile(out, 'utf8')).toBe(page);
  });

  it('refuses what is no report', async () => {
    expect((await vitrine('report', join(dir, 'none.json'))).code).toBe(66);
    expect((await vitrine('report', config)).code).toBe(65);
    expect((await vitrine('report', 'nobody', '--runs', join(dir, 'runs'))).code).toBe(66);
  });
});

describe('keeping a run', { timeout: 60_000 }, () => {
  it('keeps none where it is told so, and writes a report where it is asked', async () => {
    const before = await readdir(dir);
    const { err } = await train('--no-runs', '--report', join(dir, 'train.html'));
    expect(err).toContain(`report: ${join(dir, 'train.html')}`);
    expect((await readdir(dir)).filter((name) => !before.includes(name)).sort()).toEqual(['train.html', 'train.json']);
  });

  it('writes a report of an evaluation and of a benchmark, and keeps the benchmark', async () => {
    const report = join(dir, 'evaluated.html');
    const usual = ['--format', 'canonical', '--report', report];
    const bundle = ['--bundle', join(dir, 'out'), '--events', log, '--history', log];
    expect((await vitrine('evaluate', ...usual, ...bundle)).code).toBe(0);
    expect(await readFile(report, 'utf8')).toContain('Recall and precision');
    const kept = ['--train', log, '--days', '20', '--config', config, '--runs', join(dir, 'measured')];
    const { code, err } = await vitrine('benchmark', 'temporal', ...usual, ...kept);
    expect([code, err]).toEqual([0, expect.stringContaining(`run: ${join(dir, 'measured')}`)]);
    expect(await readFile(report, 'utf8')).toContain('log.csv: temporal');
    const listed = JSON.parse((await vitrine('runs', 'list', '--runs', join(dir, 'measured'), '--json')).out);
    expect(listed.runs).toMatchObject([
      { verb: 'benchmark', params: { protocol: 'temporal', als: { dimensions: 16 } } },
    ]);
    expect(listed.runs[0].metrics).toHaveProperty(['newItems.ndcg@10']);
  });

  it('fails where it is told to keep a run and cannot', async () => {
    await writeFile(join(dir, 'file'), '');
    expect((await train('--runs', join(dir, 'file'))).code).toBe(74);
  });

  it('finds its stages again in a cache, and gives the same bytes', async () => {
    const filesOf = async () => {
      const names = (await readdir(join(dir, 'out'))).sort();
      return Promise.all(names.map(async (name) => [name, await readFile(join(dir, 'out', name), 'base64')]));
    };
    await train();
    const plain = await filesOf();
    const first = await train('--cache', join(dir, 'cache'));
    expect(first.err).toMatch(/cache: 0 stages found, [1-9]\d* computed and kept/);
    expect(await filesOf()).toEqual(plain);
    const second = await train('--cache', join(dir, 'cache'));
    expect(second.err).toMatch(/cache: [1-9]\d* stages found, 0 computed and kept/);
    expect(await filesOf()).toEqual(plain);
  });
});
