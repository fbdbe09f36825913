import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rows, transpose } from './rows.ts';

/** Entries as [row, column, value], in storage order. */
function entriesOf({ offsets, columns, values }: Rows): [number, number, number][] {
  const entries: [number, number, number][] = [];
  for (let row = 0; row < offsets.length - 1; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) entries.push([row, columns[at]!, values[at]!]);
  return entries;
}

const matrix = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 8 }), { maxLength: 6 }).map((lists): Rows => {
  const sorted = lists.map((columns) => [...columns].sort((a, b) => a - b));
  const offsets = Int32Array.from({ length: lists.length + 1 }, (_, row) => sorted.slice(0, row).flat().length);
  const columns = Int32Array.from(sorted.flat());
  return { offsets, columns, values: Float32Array.from(columns, (_, at) => at + 1) };
});

describe('transpose', () => {
  it('turns rows into columns', () => {
    const rows: Rows = {
      offsets: Int32Array.of(0, 2, 2, 3),
      columns: Int32Array.of(0, 2, 0),
      values: Float32Array.of(1, 2, 3),
    };
    const turned = transpose(rows, 4);
    expect([...turned.offsets]).toEqual([0, 2, 2, 3, 3]);
    expect([...turned.columns]).toEqual([0, 2, 0]);
    expect([...turned.values]).toEqual([1, 3, 2]);
  });

  it('keeps every entry, and twice is where it was', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const turned = transpose(rows, 8);
        const swapped = entriesOf(turned).map(([column, row, value]) => [row, column, value]);
        expect(swapped.sort()).toEqual(entriesOf(rows).sort());
        expect(transpose(turned, rows.offsets.length - 1)).toEqual(rows);
      }),
    );
  });
});
