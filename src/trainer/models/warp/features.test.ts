import { expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { buildTables } from '../../tables/tables.ts';
import { itemFeatures } from './features.ts';

const log = makeLog([
  ['a', 'x', 0],
  ['b', 'x', 0],
  ['b', 'y', 1],
]);
const catalogue = [
  { itemId: 'x', title: 'oak chair' },
  { itemId: 'y', title: 'lamp' },
  { itemId: 'z', title: 'oak lamp' },
];
const tables = buildTables(log, catalogue, parseConfig());
const rowOf = (features: ReturnType<typeof itemFeatures>, item: number) =>
  Array.from(
    features.rows.columns.subarray(features.rows.offsets[item], features.rows.offsets[item + 1]),
    (column, at) => [column, features.rows.values[features.rows.offsets[item]! + at]!] as const,
  );

it('makes an item of itself and its words, which count half of it together', () => {
  const features = itemFeatures(tables, true);
  expect(features.columns).toBe(3 + 2);
  const [self, ...words] = rowOf(features, 0);
  expect(self).toEqual([0, 1]);
  expect(words.map(([column]) => column).every((column) => column >= 3)).toBe(true);
  expect(Math.hypot(...words.map(([, value]) => value))).toBeCloseTo(0.5, 6);
});

it('makes an item that nobody has taken of its words alone', () => {
  expect(rowOf(itemFeatures(tables, true), 2).every(([column]) => column >= 3)).toBe(true);
  expect(rowOf(itemFeatures(tables, true), 2).length).toBe(2);
});

it('makes items of themselves alone where words are not wanted', () => {
  const features = itemFeatures(tables, false);
  expect(features.columns).toBe(3);
  expect([0, 1, 2].map((item) => rowOf(features, item))).toEqual([[[0, 1]], [[1, 1]], []]);
});
