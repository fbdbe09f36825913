import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEED_COLUMNS } from './feed.ts';
import { runSimulate } from './run.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrine-simulate-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const SMALL = { items: 60, shoppers: 80, days: 20 };

/** File -> SHA-256 of everything in a folder. */
async function digest(dir: string): Promise<Record<string, string>> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const entries = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [
      path.slice(dir.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ] as const;
  });
  return Object.fromEntries((await Promise.all(entries)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('runSimulate', () => {
  it('gives the same bytes for a seed and others for another', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(root, name)) as [string, string, string];
    await runSimulate({ out: a, ...SMALL, seed: 7 });
    await runSimulate({ out: b, ...SMALL, seed: 7 });
    await runSimulate({ out: c, ...SMALL, seed: 8 });
    const first = await digest(a);
    expect(await digest(b)).toEqual(first);
    const other = await digest(c);
    for (const file of ['catalogue.tsv', 'events.jsonl', 'shop.json']) expect(other[file]).not.toBe(first[file]);
  });

  it('keeps the catalogue when only the shoppers change', async () => {
    const [a, b] = [join(root, 'few'), join(root, 'many')];
    await runSimulate({ out: a, ...SMALL });
    await runSimulate({ out: b, ...SMALL, shoppers: 120 });
    expect(await readFile(join(a, 'catalogue.tsv'), 'utf8')).toBe(await readFile(join(b, 'catalogue.tsv'), 'utf8'));
  });

  it('writes a feed whose rows parse, with a picture for each', async () => {
    const out = join(root, 'feed');
    const summary = await runSimulate({ out, ...SMALL });
    const [header, ...rows] = (await readFile(join(out, 'catalogue.tsv'), 'utf8')).trimEnd().split('\n');
    expect(header!.split('\t')).toEqual([...FEED_COLUMNS]);
    expect(rows).toHaveLength(summary.items);
    for (const row of rows) {
      const cells = row.split('\t');
      expect(cells).toHaveLength(FEED_COLUMNS.length);
      const cell = (name: (typeof FEED_COLUMNS)[number]) => cells[FEED_COLUMNS.indexOf(name)]!;
      expect(cell('price')).toMatch(/^\d+\.\d\d EUR$/);
      expect(cell('sale_price')).toMatch(/^(\d+\.\d\d EUR)?$/);
      expect(cell('availability')).toMatch(/^(in_stock|out_of_stock)$/);
      expect(cell('product_type')).toMatch(/^Home > [A-Z]\w+ > [A-Z].+$/);
      expect(cell('created_at')).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(await readFile(join(out, cell('image_link')), 'utf8')).toMatch(/^<svg /);
    }
  });

  it('counts in shop.json and in the summary what is in the log', async () => {
    const out = join(root, 'counts');
    const summary = await runSimulate({ out, ...SMALL, seed: 3 });
    const bytes = await readFile(join(out, 'events.jsonl'));
    const counts: Record<string, number> = {};
    for (const line of bytes.toString().trim().split('\n')) {
      const name = (JSON.parse(line) as { event_name: string }).event_name;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    expect(summary.events).toEqual(counts);
    expect(summary.eventBytes).toBe(bytes.length);
    const shop = JSON.parse(await readFile(join(out, 'shop.json'), 'utf8'));
    expect(shop.parameters).toEqual({ seed: 3, ...SMALL });
    expect(shop.counts.events).toEqual(counts);
    expect(shop.truth.complements.Bowls).toContain('Plates');
  });

  it.each([
    { items: 20, shoppers: 5, days: 3 },
    { items: 1, shoppers: 1, days: 1 },
    { items: 50, shoppers: 2, days: 400 },
  ])('works at the small size $items items, $shoppers shoppers, $days days', async (size) => {
    const out = join(root, `size-${size.items}`);
    const summary = await runSimulate({ out, ...size });
    expect(summary.items).toBe(size.items);
    expect(await readdir(join(out, 'pictures'))).toHaveLength(size.items);
  });

  it('replaces a former simulation and nothing else', async () => {
    const out = join(root, 'again');
    await runSimulate({ out, ...SMALL, seed: 1 });
    await writeFile(join(out, 'left over'), 'x');
    await runSimulate({ out, ...SMALL, seed: 2 });
    expect((await readdir(out)).sort()).toEqual(['catalogue.tsv', 'events.jsonl', 'pictures', 'shop.json']);

    const foreign = join(root, 'foreign');
    await mkdir(foreign);
    await writeFile(join(foreign, 'shop.json'), '{"generator":"another"}');
    await expect(runSimulate({ out: foreign, ...SMALL })).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await expect(runSimulate({ out: join(foreign, 'shop.json'), ...SMALL })).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    expect(await readdir(foreign)).toEqual(['shop.json']);

    const empty = join(root, 'empty');
    await mkdir(empty);
    await runSimulate({ out: empty, ...SMALL });
    expect(await readdir(empty)).toContain('events.jsonl');
  });

  it('leaves the former simulation and no half folder when it fails midway', async () => {
    const out = join(root, 'kept');
    await runSimulate({ out, ...SMALL, seed: 1 });
    const before = await digest(out);
    const stop = () => {
      throw new Error('the disk is full');
    };
    await expect(runSimulate({ out, ...SMALL, seed: 2 }, stop)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    expect(await digest(out)).toEqual(before);
    expect((await readdir(root)).filter((name) => name.includes('.tmp-'))).toEqual([]);
  });

  it('refuses options that are not whole numbers in range', async () => {
    await expect(runSimulate({ out: join(root, 'no'), items: -5 })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(runSimulate({ out: join(root, 'no'), days: Number.NaN })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('tells of progress to the end of each stage', async () => {
    const told = new Map<string, [number, number]>();
    await runSimulate({ out: join(root, 'told'), ...SMALL }, (stage, done, total) => told.set(stage, [done, total]));
    expect([...told]).toEqual([
      ['draw pictures', [60, 60]],
      ['play days', [20, 20]],
    ]);
  });
});
