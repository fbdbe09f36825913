import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../engine/events.ts';
import { estimateExamination } from '../../impressions/examination.ts';
import { joinImpressions } from '../../impressions/join.ts';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const real = fileURLToPath(new URL('../../../../../shared/data/obd/random_men.csv.gz', import.meta.url));
const isThere = existsSync(real);
if (!isThere) console.log('obd on real data: skipped, shared/data is not beside the project');

const HEADER =
  ',timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,user_feature_2,user_feature_3';

describe('obd', () => {
  it('reads an impression as shown and, where it was, as clicked, by a kind of shopper', async () => {
    const file = join(dir, 'obd.csv');
    const lines = [
      '0,2019-11-24 00:03:13.442536+00:00,14,3,0,0.029,cef3390ed299,03a5648a7683,7bc9,9bde',
      '1,2019-11-24 00:03:36.705207+00:00,10,1,1,0.029,cef3390ed299,03a5648a7683,7bc9,9bde',
      '2,2019-11-24 00:04:00+00:00,10,2,0,0.029,cef3390ed299,,7bc9,9bde',
      '3,soon,10,2,0,0.029,a,b,c,d',
      '4,2019-11-24 00:04:00+00:00,10,0,0,0.029,a,b,c,d',
      '5,2019-11-24 00:04:00+00:00,10,1,maybe,0.029,a,b,c,d',
    ];
    writeFileSync(file, `${[HEADER, ...lines].join('\n')}\n`);
    const log = await readLog(file, { format: 'obd', maxBad: 0.9 });
    expect(log.shoppers).toEqual(['cef3390e..7bc9.9bde', 'cef3390e.03a5648a.7bc9.9bde']);
    expect(Array.from(log.event, (code) => EVENT_NAMES[code])).toEqual([
      'view_item_list',
      'view_item_list',
      'view_item_list',
      'select_item',
    ]);
    expect([...log.position!]).toEqual([2, 3, 1, 1]);
    expect([log.lists, [...log.list!]]).toEqual([['recommendations'], [0, 0, 0, 0]]);
    expect(log.time[2]).toBe(Date.UTC(2019, 10, 24, 0, 3, 36) + 705.207);
    expect(log.report.badLines).toEqual([
      { line: 5, reason: 'not a time: soon' },
      { line: 6, reason: 'position is not a whole number from 1: 0' },
      { line: 7, reason: 'click is not 0 or 1: maybe' },
    ]);
    expect([...joinImpressions(log).clicked]).toEqual([0, 0, 1]);
  });

  it.runIf(isThere)('joins every click of the real log to its impression', async () => {
    const log = await readLog(real, { format: 'obd' });
    const impressions = joinImpressions(log);
    expect(log.report).toMatchObject({ rows: 10_000, used: 10_000, bad: 0 });
    expect(impressions.row.length).toBe(10_000);
    expect(impressions.clicked.reduce((sum, one) => sum + one, 0)).toBe(46);
    expect([...new Set(impressions.place)].sort()).toEqual([1, 2, 3]);
    // 46 clicks tell no places apart.
    expect([...estimateExamination(log, impressions).byPlace]).toEqual([1, 1, 1]);
  });
});
