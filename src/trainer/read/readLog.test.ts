import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../engine/events.ts';
import type { EventLog } from '../tables/log.ts';
import { readLog } from './readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const file = join(dir, `log-${files++}`);
  writeFileSync(file, content);
  return file;
}

const HEADER = 'user_id,item_id,event,timestamp,value,quantity,price,session_id';

/** `n` good lines, with some replaced. */
function lines(n: number, replaced: Record<number, string> = {}, end = '\n'): string {
  const body = Array.from(
    { length: n },
    (_, i) => replaced[i + 2] ?? `u${i % 7},i${i % 5},view,${1_600_000_000 + i},,,,`,
  );
  return [HEADER, ...body, ''].join(end);
}

function rowsOf(log: EventLog) {
  return Array.from(log.item, (item, row) => ({
    user: log.shoppers[log.shopper[row]!],
    item: log.items[item],
    event: EVENT_NAMES[log.event[row]!],
    time: log.time[row],
    quantity: log.quantity[row],
    price: log.price[row],
  }));
}

const canonical = (content: string | Uint8Array, maxBad?: number) =>
  readLog(write(content), { format: 'canonical', ...(maxBad === undefined ? {} : { maxBad }) });

describe('readLog', () => {
  it('orders rows by shopper, time and place in the file, and numbers ids in the order of their code units', async () => {
    const log = await canonical(
      `${HEADER}\nb,y,view,20,,,,s2\na,\u{1f600},view,30,,,,s1\na,\uffee,buy,10,5,2,9.5,s1\na,z,view,10,,,,s1\nB,y,view,5,,,,\n`,
    );
    expect(log.shoppers).toEqual(['B', 'a', 'b']);
    expect(log.items).toEqual(['y', 'z', '\u{1f600}', '\uffee']);
    expect(log.items).toEqual([...log.items].sort());
    expect([...log.shopper]).toEqual([0, 1, 1, 1, 2]);
    expect([...log.item]).toEqual([0, 3, 1, 2, 0]);
    expect([...log.event]).toEqual([2, 5, 2, 2, 2]);
    expect([...log.time]).toEqual([5000, 10_000, 10_000, 30_000, 20_000]);
    expect([...log.session]).toEqual([-1, 0, 0, 0, 1]);
    expect([...log.value]).toEqual([Number.NaN, 5, Number.NaN, Number.NaN, Number.NaN]);
    expect([...log.price]).toEqual([Number.NaN, 9.5, Number.NaN, Number.NaN, Number.NaN]);
    expect(log.hasTimes).toBe(true);
    expect(log.report).toEqual({ rows: 5, used: 5, skipped: {}, bad: 0, badLines: [] });
  });

  it('reads gzip by its first bytes, a byte order mark, CRLF and a last line without an end alike', async () => {
    const plain = rowsOf(await canonical(lines(50)));
    expect(plain).toHaveLength(50);
    expect(rowsOf(await canonical(gzipSync(lines(50))))).toEqual(plain);
    expect(rowsOf(await canonical(`\ufeff${lines(50)}`))).toEqual(plain);
    expect(rowsOf(await canonical(lines(50, {}, '\r\n')))).toEqual(plain);
    expect(rowsOf(await canonical(lines(50).trimEnd()))).toEqual(plain);
    expect(rowsOf(await canonical(`\n\n${lines(50, {}, '\n\n')}`))).toEqual(plain);
    expect(
      rowsOf(await canonical(Buffer.concat([gzipSync(lines(50).slice(0, 300)), gzipSync(lines(50).slice(300))]))),
    ).toEqual(plain);
  });

  it('names the true line of what it cannot read, and goes on', async () => {
    const { report, item } = await canonical(
      lines(100, {
        5: 'u1,"a\nb",view,1600000000,,,,',
        6: 'u1,i1,view,yesterday,,,,',
        20: 'u1,i1,view,1600000000,,two,,',
        30: 'u1,i1,view',
        40: 'u1,i1,hover,1600000000,,,,',
        50: ',i1,view,1600000000,,,,',
        60: 'u1,"i1,view,1600000000,,,,',
        65: 'u1,i1,view,1600000000,,,,,,more',
        70: 'u1,"i"1,view,1600000000,,,,',
        100: 'u1,i1,begin_checkout,1600000000,,,,',
      }),
      0.1,
    );
    // The quoted line feed on line 5 puts everything after it one line further down.
    expect(report.badLines).toEqual([
      { line: 7, reason: 'not a time: yesterday' },
      { line: 21, reason: 'quantity is not a number: two' },
      { line: 31, reason: '3 columns instead of 8' },
      { line: 41, reason: 'unknown event: hover' },
      { line: 51, reason: 'no user_id' },
      { line: 61, reason: 'text after a closing quote' },
      { line: 66, reason: 'more than 8 columns' },
      { line: 71, reason: 'text after a closing quote' },
    ]);
    expect(report).toMatchObject({ rows: 100, used: 91, bad: 8, skipped: { 'event without an item': 1 } });
    expect(item).toHaveLength(91);
  });

  it('refuses a file of which more than the stated share is bad, naming the first twenty lines', async () => {
    const replaced = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [3 * i + 3, 'u1,i1,view,never,,,,']));
    await expect(canonical(lines(200, replaced), 0.149)).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      details: { rows: 200, bad: 30, badLines: { length: 20, 0: { line: 3 }, 19: { line: 60 } } },
    });
    expect((await canonical(lines(200, replaced), 0.15)).report.bad).toBe(30);
  });

  it.each([
    ['a zero-length file', '', 'INPUT_EMPTY'],
    ['blank lines', '\n\r\n \n', 'INPUT_EMPTY'],
    ['only a header', `${HEADER}\n`, 'INPUT_EMPTY'],
    ['only a header, without an end', HEADER, 'INPUT_EMPTY'],
    ['only lines that are left out', `${HEADER}\nu,,search,1600000000,,,,\n`, 'INPUT_EMPTY'],
    ['an empty gzip', gzipSync(''), 'INPUT_EMPTY'],
    ['UTF-16', Buffer.from(`\ufeff${lines(9)}`, 'utf16le'), 'INPUT_ENCODING'],
    ['UTF-16 without a mark', Buffer.from(lines(9), 'utf16le'), 'INPUT_ENCODING'],
    ['a spreadsheet', Buffer.from('PK\x03\x04 and so on'), 'INPUT_ENCODING'],
    ['binary garbage', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3), 'INPUT_ENCODING'],
    ['JSON lines', '{"event_name":"view_item","items":[]}\n{}\n', 'INPUT_COLUMNS'],
    ['other columns', 'visitor,item_id,event,timestamp\n1,2,view,3\n', 'INPUT_COLUMNS'],
    ['no header', 'u1,i1,view,1600000000\n', 'INPUT_COLUMNS'],
  ])('refuses %s', async (_, content, code) => {
    await expect(canonical(content)).rejects.toMatchObject({ code });
  });

  it('refuses a missing file and a folder', async () => {
    await expect(readLog(join(dir, 'none.csv'), { format: 'canonical' })).rejects.toMatchObject({
      code: 'INPUT_MISSING',
    });
    await expect(readLog(dir, { format: 'canonical' })).rejects.toMatchObject({ code: 'INPUT_MISSING' });
  });

  it('refuses a gzip that is cut short or damaged, wherever the cut is', async () => {
    const whole = gzipSync(lines(5000));
    for (const part of [0.01, 0.5, 0.99]) {
      await expect(canonical(whole.subarray(0, whole.length * part))).rejects.toMatchObject({
        code: 'INPUT_TRUNCATED',
      });
    }
    const damaged = Buffer.from(whole);
    damaged[whole.length - 6]! ^= 0xff;
    await expect(canonical(damaged)).rejects.toMatchObject({ code: 'INPUT_TRUNCATED' });
  });

  it('names the line that is not UTF-8', async () => {
    const latin1 = Buffer.from(lines(30, { 17: 'u1,caf\u00e9,view,1600000000,,,,' }), 'latin1');
    await expect(canonical(latin1)).rejects.toMatchObject({ code: 'INPUT_ENCODING', details: { line: 17 } });
  });

  it('says which columns are missing and which are there', async () => {
    await expect(canonical('user_id,Item,event\n1,2,view\n')).rejects.toMatchObject({
      code: 'INPUT_COLUMNS',
      details: { missing: ['item_id', 'timestamp'], found: ['user_id', 'Item', 'event'] },
    });
  });

  it('leaves out a row of 2099 and one of 1970, which made everything else look a lifetime old', async () => {
    const { report, time } = await canonical(
      lines(400, { 9: 'u1,i1,view,4070908800,,,,', 30: 'u2,i1,view,0,,,,', 31: 'u1,i1,search,0,,,,' }),
    );
    expect(report.skipped).toEqual({ 'event without an item': 1, 'time far from the rest of the log': 2 });
    expect(report.used).toBe(397);
    expect([Math.min(...time), Math.max(...time)]).toEqual([1_600_000_000_000, 1_600_000_399_000]);
  });

  it('keeps a log whose times are merely far between', async () => {
    const years = Array.from({ length: 200 }, (_, i) => `u${i % 7},i1,view,${1_000_000_000 + i * i * 10_000},,,,`);
    expect((await canonical([HEADER, ...years].join('\n'))).report).toMatchObject({ used: 200, skipped: {} });
  });

  it('leaves nothing in the temporary folder, read or refused', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`vitrine-read-${process.pid}-`));
    await canonical(lines(5));
    await canonical(`${HEADER}\n`).catch(() => {});
    expect(left()).toEqual([]);
  });

  it('reads back whatever rows it is given, whatever is in the ids', async () => {
    // Ids are UTF-8 text: no lone surrogates, no U+0000; and not empty.
    const id = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom(',', '"', '\n', '\r', '\r\n', ' ', '""', '\\', 'NULL', "'"),
      )
      .filter((text) => !text.includes('\0'));
    const row = fc.record({
      user: id,
      item: id,
      event: fc.constantFrom(...EVENT_NAMES.filter((name) => name !== 'user_engagement')),
      time: fc.integer({ min: 1e11, max: 9e13 }),
      quantity: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: Number.NaN }),
      price: fc.option(fc.float({ noNaN: true, noDefaultInfinity: true, min: 0 }), { nil: Number.NaN }),
    });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const number = (value: number) => (Number.isNaN(value) ? '' : String(value));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, end) => {
          const text = rows.map(({ user, item, event, time, quantity, price }) =>
            [quote(user), quote(item), event, time, '', number(quantity), number(price), ''].join(','),
          );
          const log = await canonical([HEADER, ...text].join(end));
          const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
          expect(rowsOf(log)).toEqual([...rows].sort((a, b) => compare(a.user, b.user) || a.time - b.time));
          expect(log.report).toEqual({ rows: rows.length, used: rows.length, skipped: {}, bad: 0, badLines: [] });
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  }, 60_000);
});
