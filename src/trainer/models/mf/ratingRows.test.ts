import { expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { buildTables } from '../../tables/tables.ts';
import { ratingRows } from './ratingRows.ts';

it('keeps the last rating of each item, and leaves out what has none', () => {
  const log = makeLog([
    ['a', 'x', 0, 'purchase', 2],
    ['a', 'x', 5, 'purchase', 4],
    ['a', 'y', 1, 'purchase', 1],
    ['b', 'x', 0],
    ['c', 'x', 0, 'purchase', 0],
  ]);
  const tables = buildTables(log, undefined, parseConfig());
  const numberOf = (id: string) => tables.catalogue.ids.indexOf(id);
  const { offsets, columns, values } = ratingRows(tables);
  expect([...offsets]).toEqual([0, 2, 2, 3]);
  expect([...columns]).toEqual([numberOf('x'), numberOf('y'), numberOf('x')]);
  expect([...values]).toEqual([4, 1, 0]);
});
