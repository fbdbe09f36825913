import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isPolicyTable, readPolicyTable } from './readPolicyTable.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (...lines: string[]) => {
  const file = join(dir, 'policy.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

describe('readPolicyTable', () => {
  it('reads chances by position, 0 where it names none', async () => {
    const file = write('position,item_id,Probability', '2,b,0.5', '1,a,1', '2,c,0.5');
    expect(await isPolicyTable(file)).toBe(true);
    expect(await readPolicyTable(file)).toEqual({
      items: ['a', 'b', 'c'],
      positions: [1, 2],
      chances: Float64Array.of(1, 0, 0, 0, 0.5, 0.5),
    });
  });

  it('reads chances of every position', async () => {
    const { positions, chances } = await readPolicyTable(write('item_id,probability', 'a,0.9', 'b,0.1'));
    expect([positions, [...chances]]).toEqual([[0], [0.9, 0.1]]);
  });

  it.each([
    ['POLICY_INVALID', /in position 2 sum to 0\.9\./, ['item,position,probability', 'a,1,1', 'a,2,0.9']],
    ['POLICY_INVALID', /names a twice\./, ['item,probability', 'a,0.5', 'a,0.5']],
    ['INPUT_REJECTED', /probability is not from 0 to 1: 2/, ['item,probability', 'a,2']],
    ['INPUT_REJECTED', /position is not a whole number from 1: first/, ['item,position,probability', 'a,first,1']],
    ['INPUT_COLUMNS', /lacks item_id/, ['sku,probability', 'a,1']],
  ])('refuses with %s', async (code, message, lines) => {
    const refused = readPolicyTable(write(...lines));
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('tells a log from a table', async () => {
    expect(await isPolicyTable(write('item_id,click,propensity', 'a,1,1'))).toBe(false);
  });
});
