import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(content: string, maxBad = 0.5) {
  const file = join(dir, 'pairs.txt');
  writeFileSync(file, content);
  return readLog(file, { format: 'pairs', maxBad });
}

describe('pairs', () => {
  it('reads a shopper a line, all of one moment and in no order, each pair once', async () => {
    const log = await read('u2 9 8 9\nu1 7\nu3\nu2 10 8\n');
    expect(log.shoppers).toEqual(['u1', 'u2']);
    expect([...log.item].map((item) => log.items[item])).toEqual(['7', '9', '8', '10']);
    expect(new Set(log.time)).toEqual(new Set([0]));
    expect([log.hasTimes, log.hasOrder]).toEqual([false, false]);
    expect(log.report).toEqual({ rows: 4, used: 3, skipped: { 'shopper without items': 1 }, bad: 0, badLines: [] });
  });

  it('names every line that is not ids', async () => {
    const { report } = await read('u1 7 8\nu2,7\nu3 "9"\nu4 1\n');
    expect(report).toMatchObject({ rows: 4, used: 2, bad: 2 });
    expect(report.badLines.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('takes ids of letters beyond ASCII', async () => {
    const log = await read('Zoë ärmel 日本 😀\n');
    expect(log.shoppers).toEqual(['Zoë']);
    expect(log.items).toEqual(['ärmel', '日本', '😀']);
  });
});
