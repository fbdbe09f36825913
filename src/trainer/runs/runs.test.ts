import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareRuns } from './compareRuns.ts';
import { hashFile, hashInputs } from './hashFile.ts';
import { makeRun } from './makeRun.test-support.ts';
import { findRun, readRuns, readSource } from './readRuns.ts';
import { flatten } from './run.ts';
import { runId, writeRun } from './writeRun.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-runs-'));
});

afterEach(() => rm(dir, { recursive: true }));

describe('flatten', () => {
  it('makes one level of settings, and text of lists', () => {
    expect(flatten(makeRun('a').params)).toEqual({
      protocol: 'temporal',
      seed: 1,
      'als.dimensions': 64,
      'als.alpha': 'auto',
      sources: '["factors"]',
    });
  });
});

describe('writeRun and readRuns', () => {
  it('keeps a run whole, and gives runs oldest first', async () => {
    const later = makeRun('b', { startedAt: '2026-11-22T00:00:00.000Z' });
    await writeRun(join(dir, 'runs'), later);
    await writeRun(join(dir, 'runs'), makeRun('z'));
    expect((await readdir(join(dir, 'runs'))).sort()).toEqual(['b', 'z']);
    const { runs, broken } = await readRuns(join(dir, 'runs'));
    expect(runs.map(({ id }) => id)).toEqual(['z', 'b']);
    expect(runs[1]).toEqual(JSON.parse(JSON.stringify(later)));
    expect(broken).toEqual([]);
  });

  it('names what is no run, and passes over what is being written', async () => {
    await writeRun(dir, makeRun('a'));
    await mkdir(join(dir, 'other'));
    await mkdir(join(dir, 'c.tmp-1'));
    await mkdir(join(dir, 'cut'));
    await writeFile(join(dir, 'cut', 'run.json'), '{"id":"cut"');
    expect(await readRuns(dir)).toMatchObject({ runs: [{ id: 'a' }], broken: ['cut', 'other'] });
    expect(await readRuns(join(dir, 'none'))).toEqual({ runs: [], broken: [] });
  });

  it('removes what a killed run left, and says where it cannot write', async () => {
    await mkdir(join(dir, 'a.tmp-999999999'));
    await writeRun(dir, makeRun('a'));
    expect(await readdir(dir)).toEqual(['a']);
    await writeFile(join(dir, 'file'), '');
    await expect(writeRun(join(dir, 'file'), makeRun('b'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  });

  it('finds a run by its id, a part of it, or how far back it is', async () => {
    for (const [day, id] of ['20261121-165000-3fa9c1', '20261121-165001-77aa00', '20261122-080000-12bd34'].entries())
      await writeRun(dir, makeRun(id, { startedAt: `2026-11-2${day}T00:00:00.000Z` }));
    const idOf = async (name: string) => (await findRun(dir, name)).id;
    expect(await idOf('last')).toBe('20261122-080000-12bd34');
    expect(await idOf('last~2')).toBe('20261121-165000-3fa9c1');
    expect(await idOf('77aa00')).toBe('20261121-165001-77aa00');
    expect(await idOf('20261122')).toBe('20261122-080000-12bd34');
    for (const name of ['20261121', 'nobody', 'last~3'])
      await expect(findRun(dir, name)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    await expect(findRun(join(dir, 'none'), 'last')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    await expect(readSource(dir, makeRun('20261122-080000-12bd34'))).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });

  it('gives runs of one second names of their own', () => {
    const { id: _, ...run } = makeRun('');
    const at = new Date('2026-11-21T16:50:00.123Z');
    expect(runId(at, run)).toMatch(/^20261121-165000-[0-9a-f]{6}$/);
    expect(runId(at, run)).not.toBe(runId(at, { ...run, seconds: 13 }));
  });
});

describe('hashFile', () => {
  it('hashes what is in a file', async () => {
    await writeFile(join(dir, 'log'), 'abc');
    expect(await hashFile(join(dir, 'log'))).toEqual({
      file: join(dir, 'log'),
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      bytes: 3,
    });
    await expect(hashFile(join(dir, 'none'))).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  });

  it('hashes the files of a folder, and passes over what cannot be read twice', async () => {
    for (const name of ['b', 'a']) await writeFile(join(dir, name), name);
    const files = (await hashInputs([dir, '/dev/null'])).map(({ file }) => file);
    expect(files).toEqual([join(dir, 'a'), join(dir, 'b')]);
    await expect(hashInputs([join(dir, 'none')])).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  });
});

describe('compareRuns', () => {
  it('names what differs, and what came of it', () => {
    const a = makeRun('a');
    const b = makeRun('b', {
      params: { ...a.params, als: { dimensions: 128, alpha: 'auto' }, days: 30 },
      metrics: { 'ndcg@10': 0.3, 'recall@20': 0.5 },
    });
    const compared = compareRuns(a, b);
    expect(compared).toMatchObject({
      isSameData: true,
      params: [
        { name: 'als.dimensions', a: 64, b: 128 },
        { name: 'days', a: undefined, b: 30 },
      ],
      metrics: [
        { name: 'bundleBytes', a: 1_000_000, b: undefined, gain: undefined },
        { name: 'ndcg@10', a: 0.25, b: 0.3 },
        { name: 'recall@20', a: undefined, b: 0.5 },
      ],
    });
    expect(compared.metrics[1]!.gain).toBeCloseTo(0.05, 12);
  });

  it('says where two runs read different data, whatever their files are called', () => {
    const [a] = makeRun('a').data;
    expect(compareRuns(makeRun('a'), makeRun('b', { data: [{ ...a!, file: 'copy' }] })).isSameData).toBe(true);
    expect(compareRuns(makeRun('a'), makeRun('b', { data: [{ ...a!, sha256: 'cd' }] })).isSameData).toBe(false);
  });
});

it('keeps the figures of its report beside the page', { timeout: 60_000 }, async () => {
  const { makeReport } = await import('../report/makeReport.test-support.ts');
  const source = { verb: 'benchmark', data: 'log.csv', result: makeReport() } as const;
  await writeRun(dir, makeRun('a'), source);
  expect((await readdir(join(dir, 'a'))).sort()).toEqual(['report.html', 'report.json', 'run.json']);
  expect(await readSource(dir, makeRun('a'))).toEqual(source);
  expect(await readFile(join(dir, 'a', 'report.html'), 'utf8')).toContain('log.csv: temporal');
});
