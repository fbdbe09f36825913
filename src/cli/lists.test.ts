import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJsKernels } from '../engine/index.ts';
import { chunkFile, listAddress, pageAddress, readListBundle } from '../engine/lists/listBundle.ts';
import { openFolder } from './folder.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let log: string;
let config: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-lists-'));
  log = await writeShop(dir);
  config = await writeConfig(dir);
});

afterAll(() => rm(dir, { recursive: true }));

const train = (out: string, ...argv: string[]) =>
  vitrine('train', '--format', 'canonical', '--events', log, '--out', join(dir, out), '--config', config, ...argv);

describe('vitrine train --lists', { timeout: 60_000 }, () => {
  it('ships a head, and every chunk that its lists name', async () => {
    const { out, code } = await train('files', '--lists', 'files', '--head', '10', '--json');
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result.counts.items).toBe(40);
    expect(result.lists).toMatchObject({ packing: 'files', items: 40, head: 10 });
    const bundle = await openFolder(join(dir, 'files'));
    expect(bundle.catalogue.size).toBe(10);
    const lists = readListBundle(bundle, createJsKernels())!;
    const names = await readdir(join(dir, 'files'));
    for (let list = 0; list < lists.lists; list++) expect(names).toContain(chunkFile(listAddress(lists, list).hash));
    for (let page = 0; page < lists.pages; page++) expect(names).toContain(chunkFile(pageAddress(lists, page).hash));
  });

  it('writes one file of ranges, and the same bytes each time', async () => {
    const argv = ['--lists', 'ranges', '--head', '10', '--json'];
    const [one, other] = [await train('one', ...argv), await train('other', ...argv)];
    expect([one.code, other.code]).toEqual([0, 0]);
    const names = (await readdir(join(dir, 'one'))).sort();
    expect((await readdir(join(dir, 'other'))).sort()).toEqual(names);
    expect(names.filter((name) => name.startsWith('chunk'))).toHaveLength(1);
    for (const name of names)
      expect(Buffer.compare(await readFile(join(dir, 'one', name)), await readFile(join(dir, 'other', name)))).toBe(0);
  });

  it('refuses a head as large as the catalogue', async () => {
    const { err, code } = await train('none', '--lists', 'files');
    expect(code).toBe(65);
    expect(err).toContain('40 items, and the head takes 4000');
  });
});
