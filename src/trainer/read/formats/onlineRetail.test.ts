import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../engine/events.ts';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(content: string, maxBad = 0.5) {
  const file = join(dir, 'retail.csv');
  writeFileSync(file, content);
  return readLog(file, { format: 'online-retail', maxBad });
}

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const FILE = `${HEADER}
536365,85123A,WHITE HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,"LANTERN, ""RED""",2,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536370,71053,,1,2010-12-02 09:00:00,1.39,12583,France
536371,71053,"LANTERN, ""RED""",1,2010-12-02 10:00:00,5.39,12583,France
536371,85123A,damaged,1,2010-12-02 10:00:00,2.55,12583,France
536372,85123A,WHITE HOLDER,1,12/3/2010 10:00,2.55,12583,France
C536379,85123A,WHITE HOLDER,-1,2010-12-01 09:41:00,2.55,17850,United Kingdom
536380,POST,POSTAGE,3,2010-12-01 09:41:00,18,12583,France
536381,85123A,,-10,2010-12-01 09:41:00,2.55,12583,France
536382,85123A,,1,2010-12-01 09:41:00,0,12583,France
536383,22139,GIFT SET,1,2010-12-01 09:41:00,4.25,,United Kingdom
536384,22139,GIFT SET,1,soon,4.25,12583,United Kingdom
536385,22139,GIFT SET,many,2010-12-01 09:41:00,4.25,12583,United Kingdom
536386,22139,GIFT SET,1,2010-12-01 09:41:00,cheap,12583,United Kingdom
`;

describe('online-retail', () => {
  it('makes purchases with price, quantity and the invoice as session', async () => {
    const log = await read(FILE);
    expect(log.shoppers).toEqual(['12583', '17850']);
    expect(log.items).toEqual(['71053', '85123A']);
    expect(new Set(log.event)).toEqual(new Set([EVENT_NAMES.indexOf('purchase')]));
    expect([...log.shopper]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...log.item]).toEqual([0, 0, 1, 1, 1, 0]);
    expect([...log.session]).toEqual([0, 1, 1, 2, 3, 3]);
    expect([...log.quantity]).toEqual([1, 1, 1, 1, 6, 2]);
    expect([...log.price].map((price) => Math.round(price * 100))).toEqual([139, 539, 255, 255, 255, 339]);
    expect(log.time[3]).toBe(Date.UTC(2010, 11, 3, 10));
  });

  it('counts what it leaves out by reason, and names what it cannot read', async () => {
    const { report } = await read(FILE);
    expect(report).toEqual({
      rows: 14,
      used: 6,
      skipped: {
        cancellation: 1,
        'no customer': 1,
        'not a product': 1,
        'price not above 0': 1,
        'quantity not above 0': 1,
      },
      bad: 3,
      badLines: [
        { line: 13, reason: 'InvoiceDate is not a time' },
        { line: 14, reason: 'Quantity is not a number' },
        { line: 15, reason: 'UnitPrice is not a number' },
      ],
    });
  });

  it('gives the catalogue the most frequent description and the median price', async () => {
    expect((await read(FILE)).catalogue).toEqual([
      { itemId: '71053', title: 'LANTERN, "RED"', price: 3.39, currency: 'GBP' },
      { itemId: '85123A', title: 'WHITE HOLDER', price: 2.55, currency: 'GBP' },
    ]);
  });

  it('knows the column names of Online Retail II', async () => {
    const text = FILE.replace(HEADER, 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country');
    expect((await read(text)).report.used).toBe(6);
  });
});
