import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(content: string, maxBad = 0.5) {
  const file = join(dir, 'sequences.txt');
  writeFileSync(file, content);
  return readLog(file, { format: 'sequences', maxBad });
}

describe('sequences', () => {
  it('reads a shopper a line, steps as seconds, and goes on where a shopper comes again', async () => {
    const log = await read('u2 9 8 9\nu1 7\nu3\nu2 10 9\n');
    expect(log.shoppers).toEqual(['u1', 'u2']);
    expect([...log.item].map((item) => log.items[item])).toEqual(['7', '9', '8', '9', '10', '9']);
    expect([...log.time]).toEqual([1000, 1000, 2000, 3000, 4000, 5000]);
    expect(new Set(log.event)).toEqual(new Set([5]));
    expect([...log.session]).toEqual([-1, -1, -1, -1, -1, -1]);
    expect(log.hasTimes).toBe(false);
    expect(log.report).toEqual({ rows: 4, used: 3, skipped: { 'shopper without items': 1 }, bad: 0, badLines: [] });
  });

  it('names lines that are not ids', async () => {
    const { report } = await read('u1 7 8\nu2,7\nu3 "9"\nu4 1\n');
    expect(report).toMatchObject({ rows: 4, used: 2, bad: 2 });
    expect(report.badLines.map(({ line }) => line)).toEqual([2, 3]);
  });
});
