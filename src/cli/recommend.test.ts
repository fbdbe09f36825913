import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureContribution, Recommendation, Shelf } from '../engine/shelf/types.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let bundle: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-recommend-'));
  bundle = join(dir, 'bundle');
  const [events, config] = [await writeShop(dir), await writeConfig(dir)];
  await vitrine('train', '--format', 'canonical', '--events', events, '--out', bundle, '--config', config);
});

afterAll(() => rm(dir, { recursive: true }));

const ask = (verb: 'recommend' | 'similar', ...argv: string[]) => vitrine(verb, '--bundle', bundle, ...argv);
const shelfOf = async (...argv: string[]): Promise<Shelf> =>
  JSON.parse((await ask('recommend', ...argv, '--json')).out);
const idsOf = ({ items }: { items: readonly Recommendation[] }) => items.map(({ itemId }) => itemId);

describe('vitrine recommend', () => {
  it('recommends what follows', async () => {
    const shelf = await shelfOf('--history', 'i11,i12,i13', '-k', '3');
    expect(shelf.items).toHaveLength(3);
    expect(idsOf(shelf)).toContain('i14');
    expect(shelf.isFallback).toBe(false);
    expect(shelf.items[0]).toMatchObject({ reason: expect.any(String), source: expect.any(String) });
    expect(shelf.items[0]!.explanation).toBeUndefined();
  });

  it('lets what the history bought return where the bundle allows it', async () => {
    const again = join(dir, 'again');
    const config = join(dir, 'again.json');
    await writeFile(config, JSON.stringify({ repeats: 'allow', als: { dimensions: 16, alpha: 0.1, lambda: 0.003 } }));
    await vitrine(
      'train',
      '--format',
      'canonical',
      '--events',
      join(dir, 'log.csv'),
      '--out',
      again,
      '--config',
      config,
    );
    const { out } = await vitrine('recommend', '--bundle', again, '--history', 'i11', '-k', '100', '--json');
    expect(idsOf(JSON.parse(out))).toContain('i11');
  });

  it('keeps to the filters that it is given', async () => {
    const everything = await shelfOf('-k', '1000');
    expect((await shelfOf('-k', '1000', '--sold-out')).items.length).toBeGreaterThanOrEqual(everything.items.length);
    expect((await shelfOf('--brand', 'no such brand')).items).toEqual([]);
    expect((await shelfOf('--min-price', '1e9')).items).toEqual([]);
    const refused = await ask('recommend', '--max-price', 'cheap');
    expect(refused.err).toContain('must be a number');
    expect((await ask('recommend', '--min-price', '5', '--max-price', '4', '--json')).out).toContain('REQUEST_INVALID');
  });

  it('asks for the cart page with a cart, and leaves out what lies in it', async () => {
    const shelf = await shelfOf('--cart', 'i11,i12', '-k', '5', '--explain');
    expect(shelf.isFallback).toBe(false);
    expect(idsOf(shelf)).not.toContain('i11');
    const ranked = shelf.items.filter((item) => !item.isBackfill);
    expect(ranked.length).toBeGreaterThan(0);
    for (const { sources, proposals } of ranked) expect(proposals!.map(({ source }) => source)).toEqual(sources);
    expect((await ask('recommend', '--placement', 'checkout')).err).toContain('search_empty');
  });

  it('hears the order of the history', async () => {
    expect(idsOf(await shelfOf('--history', 'i11,i12,i13', '-k', '3'))).not.toEqual(
      idsOf(await shelfOf('--history', 'i17,i16,i15', '-k', '3')),
    );
  });

  it('explains scores to the last bit with --explain', async () => {
    const { items } = await shelfOf('--history', 'i11,i12', '-k', '4', '--explain');
    const sum = (explanation: FeatureContribution[]) =>
      explanation.reduce((total, { contribution }) => total + contribution, 0);
    for (const { score, explanation } of items) expect(sum(explanation!)).toBe(score);
    const { out } = await ask('recommend', '--history', 'i11,i12', '-k', '2', '--explain');
    expect(out).toMatch(/^item +score +source/);
    expect(out).toMatch(/transitions [\d.]+ adds [\d.]+/);
  });

  it('gives a newcomer popular items', async () => {
    const shelf = await shelfOf('-k', '5');
    expect(shelf.isFallback).toBe(true);
    expect(shelf.items).toHaveLength(5);
  });

  it('says why a mistyped category gives nothing', async () => {
    const { err, code } = await ask('recommend', '--category', 'Lmaps');
    expect([code, err]).toEqual([0, 'nothing in stock in the category "Lmaps"\n']);
  });

  it('passes over unknown items, and says which', async () => {
    const { err, out, code } = await ask('recommend', '--history', 'i11,nobody,i12', '-k', '3', '--json');
    expect(code).toBe(0);
    expect(err).toBe('not in the bundle: nobody\n');
    expect(idsOf(JSON.parse(out))).toEqual(idsOf(await shelfOf('--history', 'i11,i12', '-k', '3')));
  });

  it.each([
    ['-k', '0'],
    ['-k', '1001'],
    ['-k', 'many'],
  ])('refuses %s %s', async (...argv) => {
    expect((await ask('recommend', '--history', 'i11', ...argv)).code).toBe(64);
  });

  it('refuses a folder without a bundle', async () => {
    expect((await vitrine('recommend', '--bundle', dir, '--history', 'i11')).code).toBe(66);
  });
});

describe('vitrine similar', () => {
  it('finds items of the same department', async () => {
    const { out } = await ask('similar', '--item', 'i23', '-k', '5', '--json');
    const ids = idsOf(JSON.parse(out) as Shelf);
    expect(ids).toHaveLength(5);
    for (const id of ids) expect(id).toMatch(/^i2/);
    expect(ids).not.toContain('i23');
  });

  it('refuses an unknown item by its code', async () => {
    const { out, code } = await ask('similar', '--item', 'nobody', '--json');
    expect(code).toBe(65);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'ITEM_UNKNOWN', where: 'nobody' } });
  });
});
