import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureKey, readKey } from './key.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-key-'));
});

afterEach(() => rm(dir, { recursive: true }));

it('makes a key that only its owner reads, and finds it again', async () => {
  const file = join(dir, 'map.csv.key');
  const made = await ensureKey(file);
  expect(made.isNew).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await ensureKey(file)).toEqual({ key: made.key, isNew: false });
  expect(Buffer.from(made.key).toString()).toMatch(/^[0-9a-f]{64}$/);
  const other = await ensureKey(join(dir, 'other.key'));
  expect(other.key).not.toEqual(made.key);
});

it('reads a key with and without the line feed of an editor', async () => {
  for (const end of ['', '\n', '\r\n']) {
    await writeFile(join(dir, 'key'), `0123456789abcdef${end}`);
    expect(Buffer.from(await readKey(join(dir, 'key'))).toString()).toBe('0123456789abcdef');
  }
});

it('refuses a key that could be guessed, and leaves it as it is', async () => {
  await writeFile(join(dir, 'key'), 'secret\n');
  await expect(ensureKey(join(dir, 'key'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect(await readFile(join(dir, 'key'), 'utf8')).toBe('secret\n');
  await expect(readKey(join(dir, 'none'))).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  await expect(ensureKey(join(dir, 'none', 'key'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
});
