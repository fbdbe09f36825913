import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const HEADER =
  'year;month;day;order;country;session ID;page 1 (main category);page 2 (clothing model);colour;location;model photography;price;price 2;page';

async function read(lines: string[], maxBad = 0.9) {
  const file = join(dir, 'eshop.csv');
  writeFileSync(file, [HEADER, ...lines].join('\n'));
  return readLog(file, { format: 'eshop', maxBad });
}

describe('eshop', () => {
  it('makes a shopper and a sitting of each session, clicks in their order', async () => {
    const log = await read([
      '2008;4;1;2;29;1;2;B4;10;2;1;52;1;1',
      '2008;4;1;1;29;1;1;A13;1;5;1;28;2;1',
      '2008;8;13;1;29;2;1;A13;1;5;1;28;2;1',
    ]);
    expect(log.shoppers).toEqual(['1', '2']);
    expect([...log.item].map((item) => log.items[item])).toEqual(['A13', 'B4', 'A13']);
    expect([...log.time]).toEqual([
      Date.UTC(2008, 3, 1, 0, 0, 1),
      Date.UTC(2008, 3, 1, 0, 0, 2),
      Date.UTC(2008, 7, 13, 0, 0, 1),
    ]);
    expect([...log.session]).toEqual([0, 0, 1]);
    expect([...log.price]).toEqual([28, 52, 28]);
    expect([log.hasTimes, log.hasOrder]).toEqual([true, undefined]);
    expect(log.catalogue).toEqual([
      { itemId: 'A13', title: 'beige trousers A13', category: 'Trousers', price: 28, currency: 'USD' },
      { itemId: 'B4', title: 'olive skirts B4', category: 'Skirts', price: 52, currency: 'USD' },
    ]);
  });

  it('names the lines that it cannot read', async () => {
    const { report } = await read([
      '2008;4;1;1;29;1;1;A13;1;5;1;28;2;1',
      '2008;4;31;1;29;1;1;A13;1;5;1;28;2;1',
      '2008;4;1;1;29;;1;A13;1;5;1;28;2;1',
      '2008;4;1;1;29;1;1;;1;5;1;28;2;1',
      '2008;4;1;1;29;1;1;A13;1;5;1;cheap;2;1',
    ]);
    expect(report).toMatchObject({ rows: 5, used: 1, bad: 4 });
    expect(report.badLines.map(({ reason }) => reason)).toEqual([
      'no day or order',
      'no session ID',
      'no clothing model',
      'the price is not a number',
    ]);
  });

  it('does not invent names for codes that the data set does not have', async () => {
    const { catalogue } = await read(['2008;4;1;1;29;1;9;A13;99;5;1;28;2;1']);
    expect(catalogue).toEqual([{ itemId: 'A13', title: 'A13', price: 28, currency: 'USD' }]);
  });
});
