import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal, type Trial } from './journal.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-journal-'));
});

afterEach(() => rm(dir, { recursive: true }));

const trial = (number: number): Trial => ({
  number,
  changes: { 'als.alpha': 0.1, 'neighbours.similarity': 'bm25' },
  value: 0.2,
  metrics: { 'ndcg@10': 0.2 },
  seconds: 1.5,
  config: { als: { alpha: 0.1 }, note: 'ü' },
});

it('gives back what was added', async () => {
  const journal = await openJournal(join(dir, 'deep'));
  expect(journal.trials).toEqual([]);
  for (const number of [0, 1]) await journal.add(trial(number));
  expect((await openJournal(join(dir, 'deep'))).trials).toEqual([trial(0), trial(1)]);
});

it.each([
  ['half a line', '{"number":1,"cha'],
  ['a whole line that is no trial', '{"number":1}\n'],
  ['a trial out of turn', `${JSON.stringify(trial(3))}\n`],
  ['bytes of nothing', '\0\0\0\n'],
])('drops %s that a kill left, and goes on from there', async (_, rest) => {
  const first = await openJournal(dir);
  await first.add(trial(0));
  await appendFile(join(dir, 'journal.jsonl'), rest);
  const journal = await openJournal(dir);
  expect(journal.trials).toEqual([trial(0)]);
  await journal.add(trial(1));
  const lines = (await readFile(join(dir, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).number)).toEqual([0, 1]);
});

it('says where it cannot be', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(openJournal(join(dir, 'file'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
});
