import { expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { Random } from '../../random.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { buildTables } from '../../tables/tables.ts';
import { contentRows, takenShares } from './itemInputs.ts';

it('gives items with the same words one vector, of one length, and those without words none', async () => {
  const catalogue = [
    { itemId: 'a', title: 'oak chair' },
    { itemId: 'b', title: 'oak chair' },
    { itemId: 'c', title: 'wool rug' },
    { itemId: 'd', title: 'wool rug' },
    { itemId: 'e' },
  ];
  const tables = buildTables(makeLog([['s', 'a', 0]]), catalogue, parseConfig());
  const rows = await contentRows(tables, 16, new Random(1, 'test'));
  const of = (id: string) => {
    const item = tables.catalogue.ids.indexOf(id);
    return [...rows.subarray(item * 16, (item + 1) * 16)];
  };
  expect(Math.hypot(...of('a'))).toBeCloseTo(0.7, 5);
  for (const [d, value] of of('b').entries()) expect(value).toBeCloseTo(of('a')[d]!, 5);
  expect(of('c').reduce((sum, value, d) => sum + value * of('a')[d]!, 0)).toBeCloseTo(0, 5);
  expect(of('e')).toEqual(new Array(16).fill(0));
});

it('counts shares that sum to 1', () => {
  expect([...takenShares(Int32Array.of(0, 2, 2, 2), 4)]).toEqual([0.25, 0, 0.75, 0]);
});
