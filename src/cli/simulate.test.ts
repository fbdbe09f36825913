import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SimulateSummary } from '../trainer/simulate/index.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { simulateCommand } from './simulate.ts';
import { redirect } from './verb.ts';

let root: string;
let streams: Recorder;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrine-cli-simulate-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  streams = createRecorder();
  redirect(streams);
});

const SMALL = ['--items', '30', '--shoppers', '40', '--days', '10'];
const simulate = (...argv: string[]) =>
  simulateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(argv, { from: 'user' });

describe('vitrine simulate', () => {
  it('writes the folder and one JSON object on stdout', async () => {
    const out = join(root, 'json');
    await simulate('--out', out, ...SMALL, '--seed', '5', '--json', '--quiet');
    const summary = JSON.parse(streams.out) as SimulateSummary;
    expect(summary).toMatchObject({ out, seed: 5, items: 30, shoppers: 40, days: 10 });
    expect(streams.err).toBe('');
    expect((await readdir(out)).sort()).toEqual(['catalogue.tsv', 'events.jsonl', 'pictures', 'shop.json']);
    const lines = (await readFile(join(out, 'events.jsonl'), 'utf8')).trimEnd().split('\n').length;
    expect(Object.values(summary.events).reduce((a, b) => a + b)).toBe(lines);
  });

  it('says in words what it wrote, and its stages on stderr', async () => {
    await simulate('--out', join(root, 'text'), ...SMALL);
    expect(streams.out).toMatch(/30 items, 40 shoppers, 10 days/);
    expect(streams.err).toMatch(/^ *[\d.]+ s {2}draw pictures\n *[\d.]+ s {2}play days\n$/);
  });

  it('reports a folder that is not a simulation, with its exit code', async () => {
    await simulate('--out', root, ...SMALL, '--json');
    expect(JSON.parse(streams.out)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    expect(streams.code).toBe(73);
  });

  it.each([
    ['--items', '-4'],
    ['--shoppers', 'many'],
    ['--days', '1.5'],
    ['--seed', 'NaN'],
  ])('refuses %s %s before anything is written', async (option, value) => {
    await expect(simulate('--out', join(root, 'refused'), option, value)).rejects.toThrow(option);
    expect(await readdir(root)).not.toContain('refused');
  });
});
