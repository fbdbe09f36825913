import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportMlflow } from './exportMlflow.ts';
import { makeRun } from './makeRun.test-support.ts';
import { writeRun } from './writeRun.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-mlflow-'));
});

afterEach(() => rm(dir, { recursive: true }));

const read = (...path: string[]) => readFile(join(dir, 'mlruns', ...path), 'utf8');

async function exported(...runs: ReturnType<typeof makeRun>[]) {
  for (const run of runs) await writeRun(join(dir, 'runs'), run).catch(() => {});
  const written = await exportMlflow(join(dir, 'runs'), runs, join(dir, 'mlruns'));
  const [experiment] = await readdir(join(dir, 'mlruns'));
  const folders = (await readdir(join(dir, 'mlruns', experiment!))).filter((name) => name !== 'meta.yaml');
  return { written, experiment: experiment!, folders };
}

describe('exportMlflow', () => {
  it("lays a run out as MLflow's file store does", async () => {
    const { experiment, folders } = await exported(makeRun('a'));
    expect(await read(experiment, 'meta.yaml')).toBe(
      `artifact_location: ${pathToFileURL(join(dir, 'mlruns', experiment)).href}
creation_time: 1795279800000
experiment_id: '${experiment}'
last_update_time: 1795279800000
lifecycle_stage: active
name: vitrine
`,
    );
    const [id] = folders;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const meta = await read(experiment, id!, 'meta.yaml');
    for (const line of [`run_id: '${id}'`, `run_name: 'a'`, 'status: 3', 'end_time: 1795279812500', 'tags: []'])
      expect(meta.split('\n')).toContain(line);
    expect(await read(experiment, id!, 'metrics', 'ndcg_at_10')).toBe('1795279812500 0.25 0\n');
    expect((await readdir(join(dir, 'mlruns', experiment, id!, 'metrics'))).sort()).toEqual([
      'bundleBytes',
      'ndcg_at_10',
      'seconds',
    ]);
    expect(await read(experiment, id!, 'params', 'als.dimensions')).toBe('64');
    expect(await read(experiment, id!, 'tags', 'mlflow.runName')).toBe('a');
    expect(JSON.parse(await read(experiment, id!, 'artifacts', 'run.json'))).toMatchObject({ id: 'a' });
  });

  it('adds what is new, and leaves the rest', async () => {
    expect((await exported(makeRun('a'))).written).toBe(1);
    expect(await exported(makeRun('a'), makeRun('b'))).toMatchObject({ written: 1, folders: { length: 2 } });
  });

  it('names no two alike, and leaves out figures that are none', async () => {
    const run = makeRun('a', {
      params: { 'a/b': 1, 'a:b': 2, '../up': 3 },
      metrics: { 'ndcg@10': 0.5, ndcg_at_10: 0.6, broken: Number.NaN },
    });
    const { experiment, folders } = await exported(run);
    const names = async (kind: string) => (await readdir(join(dir, 'mlruns', experiment, folders[0]!, kind))).sort();
    expect(await names('params')).toEqual(
      ['_up', 'a_b', 'a_b_2'].map((name) => (name === '_up' ? '__up' : name)).sort(),
    );
    expect(await names('metrics')).toEqual(['ndcg_at_10', 'ndcg_at_10_2', 'seconds']);
  });

  it("leaves another's experiment alone", async () => {
    const { experiment } = await exported(makeRun('a'));
    await rm(join(dir, 'mlruns', experiment), { recursive: true });
    await mkdir(join(dir, 'mlruns', experiment));
    await writeFile(join(dir, 'mlruns', experiment, 'meta.yaml'), 'name: theirs\n');
    await expect(exported(makeRun('a'))).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  });
});
