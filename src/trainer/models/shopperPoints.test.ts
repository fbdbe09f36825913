import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import type { Rows } from '../tables/rows.ts';
import { buildTables } from '../tables/tables.ts';
import type { FitContext } from './model.ts';
import { categoryShares, standardisedRfm, withRfm } from './shopperPoints.ts';

const DAY = 86_400_000;

it('shares of weight per category add up to 1, categories ascending', () => {
  const bought: Rows = {
    offsets: Int32Array.of(0, 3, 3, 4),
    columns: Int32Array.of(0, 1, 2, 2),
    values: Float32Array.of(1, 2, 5, 4),
  };
  // Items 0 and 2 are of category 2, item 1 of category 1.
  const { offsets, columns, values } = categoryShares(bought, Uint16Array.of(2, 1, 2), 3);
  expect([...offsets]).toEqual([0, 2, 2, 3]);
  expect([...columns]).toEqual([1, 2, 2]);
  expect([...values]).toEqual([0.25, 0.75, 1]);
});

it('habits have mean 0 and deviations of the weight, and lie behind the categories', () => {
  const rows: LogRow[] = [0, 1, 2, 3].flatMap((s) =>
    Array.from({ length: 1 + s }, (_, i): LogRow => [`s${s}`, `i${i}`, s * DAY + i]),
  );
  const config = parseConfig();
  const tables = buildTables(makeLog(rows), [{ itemId: 'i0', price: 7 }], config);
  const serving = { eventWeights: { purchase: 1 }, halfLifeDays: 0, sessionGapMinutes: 30 };
  const { points, means, scales } = standardisedRfm(tables, { serving } as FitContext, 0.5);
  for (const k of [0, 1]) {
    const values = [0, 1, 2, 3].map((shopper) => points[3 * shopper + k]!);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
    expect(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / 4)).toBeCloseTo(0.5, 5);
  }
  // The later, the more recent; all paid for the same one item.
  expect(points[0]!).toBeGreaterThan(points[9]!);
  expect([means[2], scales[2]]).toEqual([3, 0]);
  const shares: Rows = {
    offsets: Int32Array.of(0, 1, 1, 2, 2),
    columns: Int32Array.of(1, 0),
    values: Float32Array.of(1, 1),
  };
  const joined = withRfm(shares, points, 2);
  expect([...joined.offsets]).toEqual([0, 4, 7, 11, 14]);
  expect([...joined.columns.subarray(0, 7)]).toEqual([1, 2, 3, 4, 2, 3, 4]);
  expect([...joined.values.subarray(4, 7)]).toEqual([...Float32Array.from(points.subarray(3, 6))]);
});
