import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { type LogRow, makeLog } from './makeLog.ts';
import { type SessionOptions, sessionsOf } from './sessions.ts';
import { buildTables } from './tables.ts';

const MINUTE = 60_000;

function cut(rows: readonly LogRow[], options: Partial<SessionOptions> = {}) {
  const tables = buildTables(makeLog(rows), undefined, parseConfig());
  const { rows: found, shopper } = sessionsOf(tables, { gapMinutes: 30, least: 1, most: 100, ...options });
  return [...shopper].map((who, s) => [
    who,
    [...found.columns.subarray(found.offsets[s], found.offsets[s + 1])]
      .map((item) => tables.catalogue.ids[item])
      .sort(),
  ]);
}

describe('sessionsOf', () => {
  it('cuts at pauses longer than the gap, and between shoppers', () => {
    const rows: LogRow[] = [
      ['a', 'x', 0],
      ['a', 'y', 30 * MINUTE],
      ['a', 'x', 60 * MINUTE],
      ['a', 'z', 91 * MINUTE],
      ['b', 'x', 91 * MINUTE],
    ];
    expect(cut(rows)).toEqual([
      [0, ['x', 'y']],
      [0, ['z']],
      [1, ['x']],
    ]);
    expect(cut(rows, { least: 2 })).toEqual([[0, ['x', 'y']]]);
    expect(cut(rows, { most: 1 })).toEqual([
      [0, ['z']],
      [1, ['x']],
    ]);
  });

  it('without a gap keeps together what has one moment', () => {
    const rows: LogRow[] = [
      ['a', 'x', 5],
      ['a', 'y', 5],
      ['a', 'z', 6],
    ];
    expect(cut(rows, { gapMinutes: 0 })).toEqual([
      [0, ['x', 'y']],
      [0, ['z']],
    ]);
  });

  it('passes over other events, whose moments do not bridge a pause', () => {
    const rows: LogRow[] = [
      ['a', 'x', 0],
      ['a', 'v', 20 * MINUTE, 'view_item'],
      ['a', 'y', 40 * MINUTE],
    ];
    expect(cut(rows, { events: ['purchase'] })).toEqual([
      [0, ['x']],
      [0, ['y']],
    ]);
  });

  it('loses no item and repeats none within a session', () => {
    const row = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('w', 'x', 'y', 'z'), fc.nat(200));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (input) => {
        const rows = input.map(([shopper, item, minute]): LogRow => [shopper, item, minute * MINUTE]);
        const names = [...new Set(rows.map(([shopper]) => shopper))].sort();
        const sessions = cut(rows);
        for (const [, items] of sessions) expect(new Set(items as string[]).size).toBe((items as string[]).length);
        const found = new Set(
          sessions.flatMap(([who, items]) => (items as string[]).map((item) => `${names[who as number]} ${item}`)),
        );
        expect(found).toEqual(new Set(rows.map(([shopper, item]) => `${shopper} ${item}`)));
      }),
    );
  });
});
