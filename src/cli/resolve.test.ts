import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vitrine } from './writeShop.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cli-resolve-'));
  file = join(dir, 'ids.csv');
  await writeFile(file, 'email,phone\nanna+a@x.org,020 7946 0018\nanna+b@x.org,0207 946 0019\n');
});

afterEach(() => rm(dir, { recursive: true }));

const resolve = (...argv: string[]) => vitrine('resolve', '--in', file, '--out', join(dir, 'map.csv'), ...argv);

describe('vitrine resolve', () => {
  it('writes the map and its key, and says what it found', async () => {
    const { out, err, code } = await resolve('--country', 'GB');
    expect([code, out]).toEqual([0, expect.stringContaining('4 identifiers (2 email, 2 phone) are 2 people')]);
    expect(err).toContain('map.csv.key: a new key');
    expect((await readdir(dir)).sort()).toEqual(['ids.csv', 'map.csv', 'map.csv.key']);
    const map = await readFile(join(dir, 'map.csv'), 'utf8');
    const again = await resolve('--country', '+44', '--json');
    expect(again.err).not.toContain('a new key');
    expect(await readFile(join(dir, 'map.csv'), 'utf8')).toBe(map);
    expect(JSON.parse(again.out)).toMatchObject({ out: join(dir, 'map.csv'), after: { people: 2 } });
  });

  it('takes plus tags and columns as it is told', async () => {
    const { out } = await resolve('--no-plus-tags', '--columns', 'email=email', '--json');
    expect(JSON.parse(out)).toMatchObject({ before: { identifiers: 1 }, after: { people: 1 } });
  });

  it.each([
    ['a country that it does not know', 64, ['--country', 'Atlantis']],
    ['columns without a kind', 64, ['--columns', 'email']],
    ['a key that is not there', 66, ['--key', '/none/key']],
    ['too many bad lines', 65, ['--columns', 'email=phone']],
  ])('refuses %s', async (_, code, argv) => {
    expect((await resolve(...argv)).code).toBe(code);
    expect(await readdir(dir)).not.toContain('map.csv');
  });
});
