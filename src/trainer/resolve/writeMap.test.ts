import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeMap } from './writeMap.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-map-'));
});

afterEach(() => rm(dir, { recursive: true }));

const MAP = [
  { kind: 'card, old', id: 'aa', person: 'p1' },
  { kind: 'email', id: 'bb', person: 'p1' },
];

it('writes CSV, or JSON lines by the name, and leaves nothing beside', async () => {
  await writeMap(join(dir, 'map.csv'), MAP);
  expect(await readFile(join(dir, 'map.csv'), 'utf8')).toBe('kind,id,person\n"card, old",aa,p1\nemail,bb,p1\n');
  await writeMap(join(dir, 'deep', 'map.jsonl'), MAP);
  const lines = (await readFile(join(dir, 'deep', 'map.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(MAP);
  expect((await readdir(dir)).sort()).toEqual(['deep', 'map.csv']);
});

it('writes every row of a long map, over a former one', async () => {
  const map = Array.from({ length: 25_001 }, (_, i) => ({ kind: 'email', id: String(i), person: 'p' }));
  await writeFile(join(dir, 'map.csv'), 'former');
  await writeMap(join(dir, 'map.csv'), map);
  const lines = (await readFile(join(dir, 'map.csv'), 'utf8')).trimEnd().split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([25_002, 'email,25000,p']);
});

it('says where it cannot write', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(writeMap(join(dir, 'file', 'map.csv'), MAP)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
});
