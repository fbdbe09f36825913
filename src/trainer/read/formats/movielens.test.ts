import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../tables/log.ts';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

let folders = 0;
/** Writes the files into a folder of their own and reads the first. */
async function read(files: Record<string, string | Uint8Array>, options: Partial<ReadOptions> = {}) {
  const folder = join(dir, `ml-${folders++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return readLog(join(folder, Object.keys(files)[0]!), { format: 'movielens', ...options });
}

const CSV = 'userId,movieId,rating,timestamp\r\n1,10,4.0,964982703\r\n1,20,3.5,964981247\r\n2,10,5.0,964982224\r\n';
const DAT = '1::10::4::964982703\n1::20::3::964981247\n2::10::5::964982224\n';
const MOVIES =
  'movieId,title,genres\r\n10,"Am\u00e9lie, Le (2001)",Comedy|Romance\r\n20,Jumanji (1995),(no genres listed)\r\n';
const CATALOGUE = [
  { itemId: '10', title: 'Am\u00e9lie, Le (2001)', category: 'Comedy > Romance' },
  { itemId: '20', title: 'Jumanji (1995)' },
];

describe('movielens', () => {
  it.each([
    ['ratings.csv', CSV],
    ['ratings.dat', DAT],
  ])('reads %s, leaving out low ratings', async (name, content) => {
    const log = await read({ [name]: content });
    expect(log.shoppers).toEqual(['1', '2']);
    expect(log.items).toEqual(['10']);
    expect([...log.value]).toEqual([4, 5]);
    expect([...log.event]).toEqual([5, 5]);
    expect([...log.time]).toEqual([964982703000, 964982224000]);
    expect(log.report).toEqual({ rows: 3, used: 2, skipped: { 'rating below 4': 1 }, bad: 0, badLines: [] });
    expect(log.catalogue).toEqual([]);
  });

  it('keeps low ratings when asked', async () => {
    const { report } = await read({ 'ratings.csv': CSV }, { minRating: 0 });
    expect(report).toMatchObject({ used: 3, skipped: {} });
  });

  it('takes titles and genres from the movies beside it, gzip or not, UTF-8 or Latin-1', async () => {
    const dat = '10::Am\u00e9lie, Le (2001)::Comedy|Romance\n20::Jumanji (1995)::(no genres listed)\n';
    const layouts: Record<string, string | Uint8Array>[] = [
      { 'movies.csv': MOVIES },
      { 'movies.csv.gz': gzipSync(MOVIES) },
      { 'movies.dat': dat },
      { 'movies.dat': Buffer.from(dat, 'latin1') },
    ];
    for (const movies of layouts) {
      expect((await read({ 'ratings.dat': DAT, ...movies })).catalogue).toEqual(CATALOGUE);
    }
  });

  it('names bad lines of both layouts', async () => {
    const csv = await read(
      { 'ratings.csv': `${CSV}3,,5,964982224\n3,10,good,964982224\n3,10,5,x\n3,10\n` },
      { maxBad: 0.9 },
    );
    expect(csv.report.badLines).toEqual([
      { line: 5, reason: 'no user or movie' },
      { line: 6, reason: 'the rating is not a number' },
      { line: 7, reason: 'not a time' },
      { line: 8, reason: '2 columns instead of 4' },
    ]);
    const dat = await read({ 'ratings.dat': `${DAT}3::10::5\n::10::5::964982224\n` }, { maxBad: 0.9 });
    expect(dat.report.badLines).toEqual([
      { line: 4, reason: 'not a time' },
      { line: 5, reason: 'no user or movie' },
    ]);
  });

  it('refuses other files, and movies that are not movies', async () => {
    await expect(read({ 'ratings.csv': 'a,b\n1,2\n' })).rejects.toMatchObject({ code: 'INPUT_COLUMNS' });
    await expect(read({ 'ratings.csv': Buffer.from('\u00e9\n', 'latin1') })).rejects.toMatchObject({
      code: 'INPUT_ENCODING',
    });
    await expect(read({ 'ratings.csv': CSV, 'movies.csv': 'a,b\n1,2\n' })).rejects.toMatchObject({
      code: 'INPUT_COLUMNS',
    });
  });
});
