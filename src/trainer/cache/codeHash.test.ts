import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeHash, hashFolders } from './codeHash.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-code-'));
  await mkdir(join(dir, 'models'));
  await writeFile(join(dir, 'models', 'als.ts'), 'one');
});

afterEach(() => rm(dir, { recursive: true }));

it('changes with any module, also deep in a folder', async () => {
  const before = await hashFolders([dir]);
  await writeFile(join(dir, 'models', 'als.ts'), 'two');
  expect(await hashFolders([dir])).not.toBe(before);
});

it('does not mind tests and declarations', async () => {
  const before = await hashFolders([dir]);
  await writeFile(join(dir, 'als.test.ts'), 'test');
  await writeFile(join(dir, 'als.d.ts'), 'types');
  expect(await hashFolders([dir])).toBe(before);
});

it('finds the code that runs', async () => {
  expect(await codeHash()).toMatch(/^[0-9a-f]{64}$/);
});
