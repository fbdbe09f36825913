import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(content: string | Uint8Array, maxBad = 0.9) {
  const file = join(dir, 'sessions.txt');
  writeFileSync(file, content);
  return readLog(file, { format: 'sessions', maxBad });
}

describe('sessions', () => {
  it('makes a shopper of each line, and time of the order of lines and steps', async () => {
    const log = await read('7 8 7\n\n9\t8\r\n 9  10 \n');
    expect(log.shoppers).toEqual(['1', '3', '4']);
    expect([...log.item].map((item) => log.items[item])).toEqual(['7', '8', '7', '9', '8', '9', '10']);
    expect([...log.shopper]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect([...log.session]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect([...log.time]).toEqual([1000001e3, 1000002e3, 1000003e3, 3000001e3, 3000002e3, 4000001e3, 4000002e3]);
    expect(new Set(log.event)).toEqual(new Set([2]));
    expect(log.hasTimes).toBe(false);
    expect(log.report).toEqual({ rows: 3, used: 3, skipped: {}, bad: 0, badLines: [] });
  });

  it('orders time by line over more than ten lines', async () => {
    const log = await read(gzipSync(Array.from({ length: 120 }, (_, i) => `a${i} b`).join('\n')));
    const byTime = [...log.time.keys()].sort((a, b) => log.time[a]! - log.time[b]!);
    expect(byTime.map((row) => Number(log.shoppers[log.shopper[row]!]))).toEqual(
      Array.from({ length: 240 }, (_, i) => 1 + (i >> 1)),
    );
  });

  it('refuses lines of CSV and JSON', async () => {
    const { report } = await read('1 2 3\na,b\n{"a": 1}\n \n4 5\n');
    expect(report).toMatchObject({ rows: 5, used: 2, bad: 3 });
    expect(report.badLines.map(({ line }) => line)).toEqual([2, 3, 4]);
    await expect(read('user_id,item_id\n1,2\n', 0.01)).rejects.toMatchObject({ code: 'INPUT_REJECTED' });
  });
});
