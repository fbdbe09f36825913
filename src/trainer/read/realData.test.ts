import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../tables/log.ts';
import { readLog } from './readLog.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const isThere = existsSync(data);
if (!isThere) console.log('readLog on real data: skipped, shared/data is not beside the project');

const FILES: [
  format: LogFormat,
  file: string,
  facts: { rows: number; items: number; shoppers: number; used?: number },
][] = [
  [
    'online-retail',
    'online-retail/online_retail.csv.gz',
    { rows: 451_127, items: 3618, shoppers: 4063, used: 330_132 },
  ],
  ['movielens', 'ml-latest-small/ratings.csv.gz', { rows: 100_836, items: 6298, shoppers: 609, used: 48_580 }],
  ['sessions', 'retailrocket-sessions/train_sessions.txt.gz', { rows: 126_168, items: 36_968, shoppers: 126_168 }],
  ['sequences', 'gowalla/train.txt.gz', { rows: 29_858, items: 40_981, shoppers: 29_858 }],
  ['pairs', 'gowalla/train.txt.gz', { rows: 29_858, items: 40_981, shoppers: 29_858 }],
  ['eshop', 'eshop-clothing-2008/e-shop_clothing_2008.csv.gz', { rows: 165_474, items: 217, shoppers: 24_026 }],
  ['sequences', 'amazon-beauty/Beauty.txt.gz', { rows: 22_363, items: 12_101, shoppers: 22_363 }],
];

describe.runIf(isThere)('readLog on real data', () => {
  it.each(FILES)(
    '%s: %s',
    async (format, file, { rows, items, shoppers, used = rows }) => {
      const log = await readLog(data + file, { format });
      const skipped = Object.values(log.report.skipped).reduce((sum, count) => sum + count, 0);
      expect(log.report).toMatchObject({ rows, used, bad: 0 });
      expect(used + skipped).toBe(rows);
      expect([log.items.length, log.shoppers.length]).toEqual([items, shoppers]);
      expect(isSorted(log.items) && isSorted(log.shoppers)).toBe(true);

      let outOfOrder = 0;
      for (let row = 1; row < log.item.length; row++) {
        const step = log.shopper[row]! - log.shopper[row - 1]!;
        if (step < 0 || step > 1 || (step === 0 && log.time[row]! < log.time[row - 1]!)) outOfOrder++;
      }
      expect(outOfOrder).toBe(0);
    },
    60_000,
  );
});

function isSorted(ids: string[]): boolean {
  return ids.every((id, at) => at === 0 || ids[at - 1]! < id);
}
