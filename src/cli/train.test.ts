import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { openFolder } from './folder.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let log: string;
let config: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-train-'));
  log = await writeShop(dir);
  config = await writeConfig(dir);
});

afterAll(() => rm(dir, { recursive: true }));

const train = (out: string, ...argv: string[]) =>
  vitrine('train', '--format', 'canonical', '--events', log, '--out', join(dir, out), '--config', config, ...argv);

async function filesIn(out: string): Promise<Record<string, string>> {
  const names = (await readdir(join(dir, out))).sort();
  const files = await Promise.all(names.map((name) => readFile(join(dir, out, name), 'base64')));
  return Object.fromEntries(names.map((name, i) => [name, files[i]!]));
}

describe('vitrine train', () => {
  it('writes a bundle that opens, and says what it did as JSON', async () => {
    const { out, err, code } = await train('bundle', '--json');
    expect([code, err.includes('vitrine:')]).toEqual([0, false]);
    const result = JSON.parse(out);
    const { manifest } = await openFolder(join(dir, 'bundle'));
    expect(result).toMatchObject({
      out: join(dir, 'bundle'),
      bundleVersion: manifest.bundleVersion,
      rows: makeShop().length,
      used: makeShop().length,
      skipped: {},
      bad: 0,
      counts: { items: 40, shoppers: 60, interactions: makeShop().length },
      window: manifest.window,
      model: 'popularity + als + transitions',
      repeats: manifest.serving.repeats,
      blend: manifest.serving.blend,
    });
    expect(result.metrics['ndcg@10']).toBeGreaterThan(0.3);
    const sizes = Object.values(await filesIn('bundle')).map((file) => Buffer.from(file, 'base64').length);
    expect(result.bundleBytes).toBe(sizes.reduce((a, b) => a + b, 0));
    expect(result.trainSeconds).toBeGreaterThan(0);
    expect(result.peakRssBytes).toBeGreaterThan(10e6);
  });

  it('ships the index that it is asked for, and says what it reaches', async () => {
    const { out, err } = await train('indexed', '--json', '--index', 'ivf');
    expect(JSON.parse(out).index).toMatchObject({ kind: 'ivf', why: 'as asked', lists: 19 });
    expect(err).toMatch(
      /^index: ivf, \d+ of 19 lists probed, recall@100 [\d.]+, [\d.]+ % of items scanned; as asked$/m,
    );
    const { manifest } = await openFolder(join(dir, 'indexed'));
    expect(manifest.sections.map(({ name }) => name)).toContain('ivf');
    const inspected = await vitrine('inspect', '--bundle', join(dir, 'indexed'));
    expect(inspected.out).toMatch(/^index +ivf, \d+ of 19 lists probed/m);
  });

  it('says why it chose what it chose, and keeps it in the model card', async () => {
    const { out, err } = await train('why', '--json');
    const { why, tried, families } = JSON.parse(out);
    expect(why[0]).toMatch(/^validation: temporal, \d+ cases, of which \d+ made the blend$/);
    for (const line of why) expect(err).toContain(line);
    expect(err).toMatch(/^bytes: items \d+, .*; at most 208400$/m);
    for (const one of tried) expect(one).toMatchObject({ ndcg: expect.any(Number), bytes: expect.any(Number) });
    expect(tried.map(({ table }: { table: string }) => table)).toContain('factors');
    const { manifest } = await openFolder(join(dir, 'why'));
    expect(manifest.card.params).toMatchObject({ recipe: why, families });
  });

  it('takes the families that it is told to, within the bytes that it may', async () => {
    const named = JSON.parse((await train('named', '--json', '--model', 'als,neighbours', '--budget', '30kB')).out);
    expect(named.families).toMatchObject({ factors: 'als', neighbours: 'neighbours' });
    const tried = new Set(named.tried.map(({ family }: { family: string }) => family));
    expect([...tried].sort()).toEqual(['als', 'neighbours', 'transitions']);
    expect(named.bundleBytes).toBeLessThanOrEqual(30_000);
    const wrong = JSON.parse((await train('wrong', '--json', '--model', 'magic')).out);
    expect(wrong.error).toMatchObject({ code: 'USAGE', where: expect.stringContaining('als') });
  });

  it('says the same to people, talk on stderr', async () => {
    const { out, err } = await train('spoken');
    expect(out).toContain('40 items (40 in stock), 60 shoppers');
    expect(out).toMatch(/^validation: ndcg@10 0\.\d+/m);
    expect(err).toContain(`${log}: ${makeShop().length} of ${makeShop().length} rows`);
    expect((await train('spoken', '--quiet')).err).toBe('');
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    await train('one', '--seed', '5');
    await train('two', '--seed', '5');
    await train('three', '--seed', '6');
    expect(await filesIn('two')).toEqual(await filesIn('one'));
    expect(await filesIn('three')).not.toEqual(await filesIn('one'));
  });

  it('keeps the former bundle where a new catalogue has other ids than the log', async () => {
    await train('kept');
    const before = await filesIn('kept');
    const feed = join(dir, 'other.tsv');
    await writeFile(feed, 'id\ttitle\nI00\tA lamp\n');
    const { out, code } = await train('kept', '--catalogue', feed, '--json');
    expect([code, JSON.parse(out).error.code]).toEqual([65, 'CATALOGUE_UNRELATED']);
    expect(await filesIn('kept')).toEqual(before);
  });

  it('takes a catalogue: names, and sold out what it does not list', async () => {
    const feed = join(dir, 'feed.tsv');
    await writeFile(
      feed,
      'id\ttitle\tprice\tavailability\ni00\tA lamp\t12.50 EUR\tin_stock\nnew\tA vase\t3 EUR\tin_stock\n',
    );
    const { out } = await train('stocked', '--catalogue', feed, '--json');
    expect(JSON.parse(out).counts.items).toBe(41);
    expect(JSON.parse(out).inStock).toBe(2);
    const { catalogue } = await openFolder(join(dir, 'stocked'));
    const inStock = catalogue.ids.filter((_, item) => catalogue.inStock[item] === 1);
    expect(inStock.sort()).toEqual(['i00', 'new']);
    expect(catalogue.price[catalogue.numberOf('i00')]).toBe(12.5);
  });

  it('names lines that it could not read and goes on, until they are too many', async () => {
    const file = join(dir, 'bad.csv');
    await writeFile(file, `${await readFile(log, 'utf8')}s001,i01,purchase,yesterday\n`);
    const { err, code } = await train('from-bad', '--events', file);
    expect(code).toBe(0);
    expect(err).toContain(`line ${makeShop().length + 2}: not a time: yesterday`);
    const refused = await train('refused', '--events', file, '--max-bad', '0');
    expect(refused.code).toBe(65);
    expect(refused.err).toContain('INPUT_REJECTED');
    expect(await readdir(dir)).not.toContain('refused');
  });

  it.each([
    ['an unknown key', '{"sed":1}', 'sed'],
    ['a wrong value', '{"als":{"dimensions":10}}', 'als.dimensions'],
    ['no JSON', '{', 'bad-config.json'],
    ['no object', 'null', 'config'],
  ])('refuses a config with %s, with or without --seed', async (_, text, where) => {
    const file = join(dir, 'bad-config.json');
    await writeFile(file, text);
    for (const seed of [[], ['--seed', '3']]) {
      const { out, code } = await train('never', '--config', file, '--json', ...seed);
      expect(code).toBe(64);
      expect(JSON.parse(out).error).toMatchObject({ code: 'CONFIG_INVALID', where: expect.stringContaining(where) });
    }
    expect(await readdir(dir)).not.toContain('never');
  });

  it('refuses before it works: a missing log, a missing config, a folder that is not a bundle', async () => {
    const nowhere = join(dir, 'nowhere');
    expect((await train('never', '--events', nowhere)).code).toBe(66);
    expect((await train('never', '--config', nowhere)).code).toBe(66);
    await mkdir(join(dir, 'mine'));
    await writeFile(join(dir, 'mine', 'notes.txt'), 'keep');
    const { err, code } = await train('mine', '--events', nowhere);
    expect([code, err]).toEqual([73, expect.stringContaining('OUTPUT_EXISTS')]);
    expect(await filesIn('mine')).toEqual({ 'notes.txt': Buffer.from('keep').toString('base64') });
  });

  it('refuses a log that is empty or says nothing of taste', async () => {
    const empty = join(dir, 'empty.csv');
    await writeFile(empty, 'user_id,item_id,event,timestamp\n');
    expect((await train('never', '--events', empty)).code).toBe(65);
    const shown = await writeShop(dir, [['a', 'x', 1000, 'view_item_list']], 'shown.csv');
    expect((await train('never', '--events', shown)).err).toContain('TOO_LITTLE_DATA');
  });

  /** Trains in a process of its own, killed after `ms` if it has not ended by then. */
  async function trainProcess(out: string, seed: string, ms?: number): Promise<void> {
    const options = ['--format', 'canonical', '--events', log, '--out', out, '--config', config, '--seed', seed];
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'train', '--quiet', ...options], {
      stdio: 'ignore',
    });
    const ended = new Promise((done) => child.on('exit', done));
    const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
    await ended;
    clearTimeout(timer);
  }

  it('killed at any moment leaves a whole bundle or none', { timeout: 60_000 }, async () => {
    const out = join(dir, 'killed');
    const started = performance.now();
    await trainProcess(out, '1');
    const whole = performance.now() - started;
    const versions = new Set([(await openFolder(out)).manifest.bundleVersion]);
    // Every single step of writing is killed in writeBundle.test.ts; here a process dies in fitting, in writing, or just after.
    for (const share of [0.7, 0.9, 1]) {
      await trainProcess(out, '2', share * whole);
      versions.add((await openFolder(out)).manifest.bundleVersion);
    }
    expect(versions.size).toBeLessThanOrEqual(2);
    const fresh = join(dir, 'killed-fresh');
    await trainProcess(fresh, '1', 0.9 * whole);
    if ((await readdir(dir)).includes('killed-fresh')) versions.add((await openFolder(fresh)).manifest.bundleVersion);
    expect(versions.size).toBeLessThanOrEqual(2);
  });
});
