import { existsSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { quote, withDatabase } from './database.ts';

afterEach(() => {
  vi.doUnmock('@duckdb/node-api');
  vi.unstubAllEnvs();
});

describe('withDatabase', () => {
  it('answers with plain values and removes its folder, also after an error', async () => {
    let folder = '';
    const rows = await withDatabase(async (db) => {
      folder = db.scratch;
      expect(existsSync(folder)).toBe(true);
      return db.rows(`SELECT 1::BIGINT, 2.5::DOUBLE, ${quote("it's")}, true, NULL`);
    });
    expect(rows).toEqual([[1, 2.5, "it's", true, null]]);
    expect(existsSync(folder)).toBe(false);

    const failed = withDatabase(async (db) => {
      folder = db.scratch;
      await db.run('SELECT nonsense');
    });
    await expect(failed).rejects.toThrow(/nonsense/);
    expect(existsSync(folder)).toBe(false);
  });

  it('removes the whole logs that killed runs left, and nothing of a run that goes on or has just begun', async () => {
    // Beyond the largest process number that Linux and macOS give.
    const [old, recent, running] = ['99999999-old', '99999999-new', `${process.ppid}-old`].map((name) =>
      join(tmpdir(), `vitrine-read-${name}`),
    ) as [string, string, string];
    for (const folder of [old, recent, running]) mkdirSync(folder, { recursive: true });
    const hoursAgo = new Date(Date.now() - 7_200_000);
    for (const folder of [old, running]) utimesSync(folder, hoursAgo, hoursAgo);
    await withDatabase(async () => 0);
    expect([old, recent, running].map((folder) => existsSync(folder))).toEqual([false, true, true]);
    for (const folder of [recent, running]) rmSync(folder, { recursive: true });
  });

  it('brings large results in order', async () => {
    const seen = await withDatabase(async (db) => {
      const numbers: unknown[] = [];
      for await (const chunk of db.chunks('SELECT i FROM range(5000) t(i) ORDER BY i'))
        numbers.push(...chunk.getColumnValues(0));
      return numbers;
    });
    expect(seen.map(Number)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  it('names the temporary folder where it cannot be written, which read as a fault of our own', async () => {
    vi.stubEnv('TMPDIR', join(tmpdir(), 'vitrine-no-such-folder'));
    await expect(withDatabase(async () => 0)).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      where: expect.stringContaining('TMPDIR'),
    });
  });

  it('asks for the package where it is not installed', async () => {
    vi.doMock('@duckdb/node-api', () => {
      throw new Error("Cannot find package '@duckdb/node-api'");
    });
    await expect(withDatabase(async () => 0)).rejects.toMatchObject({ code: 'MISSING_PACKAGE' });
  });
});
