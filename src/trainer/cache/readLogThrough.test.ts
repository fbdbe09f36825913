import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silent } from '../progress.ts';
import { openFolderCache } from './folderCache.ts';
import { readLogThrough } from './readLogThrough.ts';

let dir: string;
let log: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-through-'));
  log = join(dir, 'ratings.csv');
  await writeFile(log, 'userId,movieId,rating,timestamp\n1,10,5,1000000000\n2,10,3,1000000100\n2,11,4.5,1000000200\n');
});

afterEach(() => rm(dir, { recursive: true }));

const read = async (minRating = 4) => {
  const cache = await openFolderCache(join(dir, 'cache'));
  const events = await readLogThrough(cache, log, { format: 'movielens', minRating }, silent);
  return { events, found: cache.counts.found };
};

it('gives the same log from the cache', async () => {
  const first = await read();
  const second = await read();
  expect([first.found, second.found]).toEqual([0, 1]);
  expect(second.events).toEqual(first.events);
  expect(second.events.item).toBeInstanceOf(Int32Array);
});

it('reads again where the log, a file beside it or an option is another', async () => {
  await read();
  expect((await read(3)).found).toBe(0);
  await writeFile(join(dir, 'movies.csv'), 'movieId,title,genres\n10,Heat (1995),Crime\n');
  const titled = await read();
  expect([titled.found, titled.events.catalogue[0]?.title]).toEqual([0, 'Heat (1995)']);
  await writeFile(log, 'userId,movieId,rating,timestamp\n1,10,5,1000000000\n');
  expect((await read()).found).toBe(0);
});

it('says as readLog does that a file is missing', async () => {
  await rm(log);
  await expect(read()).rejects.toMatchObject({ code: 'INPUT_MISSING' });
});
