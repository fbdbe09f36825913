import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RANKING_FEATURES } from '../engine/ranking/inputs/inputs.ts';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { openFolder } from './folder.ts';
import { NO_FACTS } from './importRanker.ts';
import { vitrine, writeShop } from './writeShop.ts';

const DAY = 86_400_000;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let dir: string;
let whole: string;
let earlier: string;
let bundle: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-rows-'));
  const rows = makeShop();
  whole = await writeShop(dir, rows, 'whole.csv');
  earlier = await writeShop(
    dir,
    rows.filter(([, , time]) => time < 45 * DAY),
    'earlier.csv',
  );
  bundle = join(dir, 'bundle');
  const config = join(dir, 'config.json');
  await writeFile(
    config,
    JSON.stringify({ als: { dimensions: 16, alpha: 0.1, lambda: 0.003 }, ranker: { use: 'outside' } }),
  );
  await vitrine('train', '--format', 'canonical', '--events', earlier, '--out', bundle, '--config', config);
});
afterAll(() => rm(dir, { recursive: true }));

const rowsOf = (events: string, out: string, ...argv: string[]) =>
  vitrine(
    'ranker-rows',
    '--json',
    '--bundle',
    bundle,
    '--format',
    'canonical',
    '--events',
    events,
    '--out',
    out,
    ...argv,
  );

it('writes candidates of the shelves that followed, with every feature and what was taken', async () => {
  const out = join(dir, 'rows.csv');
  const streams = await rowsOf(whole, out, '--drawn', '2');
  const said = JSON.parse(streams.out) as { rows: number; groups: number; taken: number };
  const [header, ...lines] = (await readFile(out, 'utf8')).trimEnd().split('\n');
  expect(header).toBe(['group', 'item', 'label', 'weight', ...RANKING_FEATURES.map(({ name }) => name)].join(','));
  const cells = lines.map((line) => line.split(','));
  expect(cells.every((row) => row.length === 4 + RANKING_FEATURES.length)).toBe(true);
  expect(said).toMatchObject({ rows: lines.length, taken: cells.filter((row) => row[2] === '1').length });
  expect(said.taken).toBeGreaterThan(20);
  const groups = cells.map((row) => Number(row[0]));
  expect(groups).toEqual([...groups].sort((a, b) => a - b));
  expect(new Set(groups).size).toBe(said.groups);
  // Those not taken: three, and two that stand for the rest.
  for (let group = 0; group < said.groups; group++)
    expect(cells.filter((row) => Number(row[0]) === group && row[2] === '0').length).toBeLessThanOrEqual(5);
  expect(cells.some((row) => Number(row[3]) > 1)).toBe(true);
  await rowsOf(whole, join(dir, 'again.csv'), '--drawn', '2');
  expect(await readFile(join(dir, 'again.csv'), 'utf8')).toBe(await readFile(out, 'utf8'));
});

it('reads the facts that ship for a ranker from outside, and says where there are none', async () => {
  const { section } = await openFolder(bundle);
  expect([section('facts') !== undefined, section('ranker')]).toEqual([true, undefined]);
  const out = join(dir, 'facts.csv');
  expect((await rowsOf(whole, out)).err).not.toContain(NO_FACTS);
  const [header, ...lines] = (await readFile(out, 'utf8')).trimEnd().split('\n');
  const at = header!.split(',').indexOf('itemTakers');
  expect(lines.every((line) => line.split(',')[at] !== '')).toBe(true);
  const bare = join(dir, 'bare');
  await writeFile(join(dir, 'off.json'), JSON.stringify({ ranker: { use: 'off' } }));
  await vitrine(
    'train',
    '--format',
    'canonical',
    '--events',
    earlier,
    '--out',
    bare,
    '--config',
    join(dir, 'off.json'),
    '--model',
    'als',
  );
  expect((await rowsOf(whole, out, '--bundle', bare)).err).toContain(NO_FACTS);
});

it('says what is missing, and leaves nothing behind', async () => {
  const before = await readdir(dir);
  const nothing = await rowsOf(earlier, join(dir, 'none.csv'));
  expect(nothing.out).toContain('TOO_LITTLE_DATA');
  expect((await rowsOf(whole, join(dir, 'no', 'such', 'folder.csv'))).out).toContain('OUTPUT_FAILED');
  expect(await readdir(dir)).toEqual(before);
});
