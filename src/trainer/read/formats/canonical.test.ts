import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../engine/events.ts';
import { EVENT_CODES } from '../eventCodes.ts';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(content: string) {
  const file = join(dir, 'events.csv');
  writeFileSync(file, content);
  return readLog(file, { format: 'canonical' });
}

describe('canonical', () => {
  it('finds columns in any order, by any usual delimiter, and ignores others', async () => {
    for (const mark of [',', ';', '\t', '|']) {
      const text = 'country,timestamp,EVENT,item_id,user_id\nFR,2020-01-01,view,"a b",u\n'.replaceAll(',', mark);
      const log = await read(text);
      expect([log.shoppers, log.items, [...log.time]]).toEqual([['u'], ['a b'], [Date.UTC(2020, 0, 1)]]);
    }
  });

  it('reads what was shown where', async () => {
    const header = 'user_id,item_id,event,timestamp,list,position';
    const log = await read(`${header}\nu,a,impression,1,front,1\nu,b,impression,1,front,2\nu,b,view,2,,\n`);
    expect(log.lists).toEqual(['front']);
    expect([...log.list!]).toEqual([0, 0, -1]);
    expect([...log.position!]).toEqual([1, 2, 0]);
    expect((await read(`${header}\nu,a,view,1,,\n`)).position).toBeUndefined();
    await expect(read(`${header}\nu,a,impression,1,front,0\n`)).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      details: { badLines: [{ line: 2, reason: 'position is not a whole number from 1: 0' }] },
    });
  });

  it("knows GA4's event names and what other logs call them", async () => {
    const names = [...EVENT_CODES.map(([name]) => name), 'Product Viewed', 'ADD-TO-CART', 'addToCart'];
    const log = await read(
      `user_id,item_id,event,timestamp\n${names.map((name, i) => `u,i,${name},${1_600_000_000 + i}`).join('\n')}\n`,
    );
    const expected = names.flatMap((name) => {
      const spelled = name.toLowerCase().replace(/[ -]/g, '_');
      const code = EVENT_CODES.find(([known]) => known === spelled)?.[1];
      return code === null || code === undefined ? [] : [code];
    });
    expect([...log.event]).toEqual(expected);
    expect(expected.slice(-3).map((code) => EVENT_NAMES[code])).toEqual(['view_item', 'add_to_cart', 'add_to_cart']);
    expect(log.report.skipped['event without an item']).toBe(EVENT_CODES.filter(([, code]) => code === null).length);
  });
});
