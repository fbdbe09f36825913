import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

  it.each([
    [['--head', '10'], '--head goes with --lists'],
    [['--lists', 'files', '--head', '10', '--index', 'ivf'], '--lists goes with --index exact'],
  ])('refuses %j', async (argv, message) => {
    const { err, code } = await train('none', ...argv);
    expect(code).toBe(64);
    expect(err).toContain(message);
  });

  it('opens the whole catalogue to recommend, evaluate and inspect', async () => {
    await train('whole');
    await train('parts', '--lists', 'files', '--head', '10');
    const ask = async (out: string, verb: string, ...argv: string[]) => {
      const { code, out: text } = await vitrine(verb, '--bundle', join(dir, out), ...argv, '--json');
      expect(code).toBe(0);
      return JSON.parse(text);
    };
    const { catalogue } = await openFolder(join(dir, 'whole'));
    const history = [catalogue.ids[2], catalogue.ids[35]].join(',');
    const shown = async (out: string) =>
      (await ask(out, 'recommend', '--history', history, '-k', '30')).items.map(
        (item: { itemId: string }) => item.itemId,
      );
    expect(await shown('parts')).toEqual(await shown('whole'));
    const last = catalogue.ids.at(-1)!;
    expect((await ask('parts', 'similar', '--item', last)).items.length).toBeGreaterThan(0);
    expect((await ask('parts', 'inspect')).lists).toMatchObject({ packing: 'files', items: 40 });
    const measure = (out: string, ...argv: string[]) =>
      ask(out, 'evaluate', '--format', 'canonical', '--events', log, '--history', log, ...argv);
    expect((await measure('parts')).metrics).toEqual((await measure('whole')).metrics);
    expect((await measure('parts', '--probed')).catalogue).toBe('probed lists');
  });

  it('names a damaged chunk', async () => {
    await train('damaged', '--lists', 'files', '--head', '10');
    const name = (await readdir(join(dir, 'damaged'))).find((file) => file.startsWith('chunk.'))!;
    const bytes = await readFile(join(dir, 'damaged', name));
    bytes[bytes.length - 1]! ^= 255;
    await writeFile(join(dir, 'damaged', name), bytes);
    const { err, code } = await vitrine('inspect', '--bundle', join(dir, 'damaged'));
    expect(code).toBe(65);
    expect(err).toContain(`LIST_DAMAGED`);
    expect(err).toContain(name);
  });
});
