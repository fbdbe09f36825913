import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeReport } from './makeReport.test-support.ts';
import { writeReport } from './writeReport.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-report-'));
});

afterEach(() => rm(dir, { recursive: true }));

const source = { verb: 'benchmark', data: 'log.csv', result: makeReport() } as const;

it('writes the page and its figures beside it, and nothing else', { timeout: 60_000 }, async () => {
  await writeReport(join(dir, 'deep', 'shop.html'), source);
  expect((await readdir(join(dir, 'deep'))).sort()).toEqual(['shop.html', 'shop.json']);
  expect(JSON.parse(await readFile(join(dir, 'deep', 'shop.json'), 'utf8'))).toEqual(source);
  expect(await readFile(join(dir, 'deep', 'shop.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

it('says where it cannot write', { timeout: 60_000 }, async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(writeReport(join(dir, 'file', 'a.html'), source)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
});
