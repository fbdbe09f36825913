import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, withDatabase } from './database.ts';

const evaluate = (expression: string) => withDatabase(async (db) => (await db.rows(`SELECT ${expression}`))[0]![0]);

describe('to_time', () => {
  it.each([
    ['2020-01-02T03:04:05Z', Date.UTC(2020, 0, 2, 3, 4, 5)],
    ['2020-01-02T03:04:05.678+02:00', Date.UTC(2020, 0, 2, 1, 4, 5, 678)],
    ['2020-01-02 03:04:05', Date.UTC(2020, 0, 2, 3, 4, 5)],
    ['2020-01-02 03:04:05 UTC', Date.UTC(2020, 0, 2, 3, 4, 5)],
    ['2020-01-02T03:04Z', Date.UTC(2020, 0, 2, 3, 4)],
    ['2020-01-02', Date.UTC(2020, 0, 2)],
    ['1577934245', 1577934245000],
    ['1577934245.5', 1577934245500],
    ['1577934245678', 1577934245678],
    ['1577934245678000', 1577934245678],
    ['1577934245678000000', 1577934245678],
    ['yesterday', null],
    ['2020-13-01', null],
    ['-5', null],
    ['nan', null],
    ['infinity', null],
    ['', null],
  ])('reads %j', async (text, time) => {
    expect(await evaluate(`to_time(${quote(text)})`)).toBe(time);
  });
});

describe('to_number', () => {
  it.each([
    ['12.5', 12.5],
    ['-3', -3],
    ['1e3', 1000],
    ['1,5', null],
    ['nan', null],
    ['inf', null],
    ['x', null],
  ])('reads %j', async (text, number) => {
    expect(await evaluate(`to_number(${quote(text)})`)).toBe(number);
  });
});

describe('code_units', () => {
  it('sorts as JavaScript compares strings', async () => {
    const char = fc.constantFrom('a', '\ud7ff', '\ue000', '\ue001', '\uffff', '\u{10000}', '\u{10ffff}');
    const id = fc.string({ unit: char, minLength: 1, maxLength: 4 });
    await withDatabase(async (db) => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(id, { minLength: 2, maxLength: 30 }), async (ids) => {
          const rows = await db.rows(`SELECT id FROM (VALUES ${ids.map((one) => `(${quote(one)})`).join(', ')}) t(id)
            ORDER BY code_units(id)`);
          expect(rows.map(([one]) => one)).toEqual([...ids].sort());
        }),
        { seed: 1 },
      );
    });
  });
});
