import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBandit } from './readBandit.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (name: string, lines: readonly string[]) => {
  const file = join(dir, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

const OBD = [
  ',timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,user-item_affinity_2,user-item_affinity_0',
  '0,2019-11-24 00:01:03+00:00,2,2,0,0.25,cef3,7,1.5,0.0',
  '1,2019-11-24 00:02:03+00:00,0,3,1,0.5,2d03,,0.0,2.0',
  '2,2019-11-24 00:03:03+00:00,2,2,0,1,cef3,8,0.0,0.0',
];

describe('readBandit', () => {
  it("reads the Open Bandit data's layout, with what its file of items says", async () => {
    const file = write('obd.csv', OBD);
    write('obd_item_context.csv', [',item_id,item_feature_0,item_feature_1', '0,2,-0.5,zz', '1,1,0.5,aa']);
    const log = await readBandit(file);
    expect(log.items).toEqual(['0', '1', '2']);
    expect(log.positions).toEqual([2, 3]);
    expect([...log.item]).toEqual([2, 0, 2]);
    expect([...log.slot]).toEqual([0, 1, 0]);
    expect([...log.click]).toEqual([0, 1, 0]);
    expect([...log.propensity!]).toEqual([0.25, 0.5, 1]);
    expect(log.context).toEqual([
      { name: 'user_feature_0', isCategory: true, values: Float32Array.of(1, 0, 1) },
      { name: 'user_feature_1', isCategory: false, values: Float32Array.of(7, Number.NaN, 8) },
    ]);
    expect(log.itemFeatures).toEqual([
      { name: 'item_feature_0', isCategory: false, values: Float32Array.of(Number.NaN, 0.5, -0.5) },
      { name: 'item_feature_1', isCategory: true, values: Float32Array.of(Number.NaN, 0, 1) },
    ]);
    expect([...log.affinity!]).toEqual([0, 0, 1.5, 2, 0, 0, 0, 0, 0]);
  });

  it('does with item and click alone', async () => {
    const log = await readBandit(write('plain.csv', ['item,click', 'b,1', 'a,0']));
    expect([log.items, log.positions, [...log.slot]]).toEqual([['a', 'b'], [0], [0, 0]]);
    expect([log.propensity, log.affinity, log.context]).toEqual([undefined, undefined, []]);
  });

  it('names lines that it cannot read', async () => {
    const lines = ['item_id,position,click,propensity', ...Array.from({ length: 8 }, () => 'a,1,0,0.5')];
    const bad = [',1,0,0.5', 'a,0,0,0.5', 'a,1,2,0.5', 'a,1,0,0', 'a,1,0,1.5', 'a,1,0'];
    const { report } = await readBandit(write('bad.csv', [...lines, ...bad]), { maxBad: 0.5 });
    expect(report).toMatchObject({ rows: 14, used: 8, bad: 6 });
    expect(report.badLines.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '10 no item_id',
      '11 position is not a whole number from 1: 0',
      '12 click is not 0 or 1: 2',
      '13 propensity is not above 0 and at most 1: 0',
      '14 propensity is not above 0 and at most 1: 1.5',
      '15 3 columns instead of 4',
    ]);
  });

  it.each([
    ['INPUT_COLUMNS', ['item_id,shown', 'a,1']],
    ['INPUT_COLUMNS', ['item_id,click,propensity', 'a,1,0.5', 'a,0,']],
    ['INPUT_REJECTED', ['item_id,click', 'a,yes']],
    ['INPUT_EMPTY', ['item_id,click']],
  ])('refuses with %s', async (code, lines) => {
    await expect(readBandit(write('refused.csv', lines))).rejects.toMatchObject({ code });
  });
});
