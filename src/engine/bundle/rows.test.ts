import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from './bundle.ts';
import { encodeRows, readRows, type SparseRow, type SparseTable } from './rows.ts';

const tableOf = (rows: SparseRow[]) => readRows(sectionOf(encodeRows(rows)), rows.length);
const sectionOf = (arrays: Section['arrays']): Section => ({ name: 'transitions', params: {}, arrays });

function readAll(table: SparseTable, item: number): [target: number, strength: number][] {
  const entries: [number, number][] = [];
  table.readRow(item, (target, strength) => entries.push([target, strength]));
  return entries;
}

describe('rows', () => {
  it('come back in ascending order, strengths within the companding error', () => {
    const size = 5000;
    const row = fc
      .uniqueArray(fc.tuple(fc.nat(size - 1), fc.double({ min: 1e-3, max: 1e3, noNaN: true })), {
        selector: ([target]) => target,
        maxLength: 50,
      })
      .map((entries) => ({ targets: entries.map(([target]) => target), strengths: entries.map(([, s]) => s) }));
    fc.assert(
      fc.property(row, ({ targets, strengths }) => {
        const rows: SparseRow[] = Array.from({ length: size }, () => ({ targets: [], strengths: [] }));
        rows[7] = { targets, strengths };
        const read = new Map(readAll(tableOf(rows), 7));
        const max = Math.max(0, ...strengths);
        expect([...read.keys()]).toEqual([...read.keys()].sort((a, b) => a - b));
        targets.forEach((target, i) => {
          // Half a level of the square root, about level L, is L / 255^2 of the maximum and a little.
          const level = Math.sqrt(strengths[i]! / max) * 255;
          const bound = ((level + 0.25) / (255 * 255)) * max * 1.0001 + 1e-9;
          expect(Math.abs((read.get(target) ?? 0) - strengths[i]!)).toBeLessThanOrEqual(bound);
        });
        expect(readAll(tableOf(rows), 6)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('have the bytes that the format says', () => {
    const rows: SparseRow[] = Array.from({ length: 400 }, () => ({ targets: [], strengths: [] }));
    rows[0] = { targets: [300, 0, 1], strengths: [1, 4, 0.25] };
    const { offsets, maxima, entries } = encodeRows(rows);
    // Target 0: delta 0, full strength. 1: delta 0, sqrt(1/16) of 255. 300: delta 298 = 0b10_0101010, sqrt(1/4) of 255.
    expect(entries).toEqual(Uint8Array.of(0, 255, 0, 64, 0b10101010, 0b10, 128));
    expect([offsets![0], offsets![1], offsets![400]]).toEqual([0, 7, 7]);
    expect(maxima![0]).toBe(4);
  });

  it('leave out what is too weak for a level, zero and NaN', () => {
    const rows: SparseRow[] = [
      { targets: [0, 1, 2], strengths: [1, 1e-9, 0] },
      { targets: [0], strengths: [0] },
      { targets: [1], strengths: [Number.NaN] },
    ];
    const table = tableOf(rows);
    expect([0, 1, 2].map((item) => readAll(table, item).map(([target]) => target))).toEqual([[0], [], []]);
  });

  it('from arbitrary bytes neither throw nor loop, and name only items that exist', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300), { maxLength: 9 }), (entries, cuts) => {
        const offsets = Uint32Array.of(
          0,
          ...cuts.map((cut) => Math.min(cut, entries.length)).sort((a, b) => a - b),
          entries.length,
        );
        const items = offsets.length - 1;
        const table = readRows(sectionOf({ offsets, maxima: new Float32Array(items).fill(1), entries }), items);
        for (let item = 0; item < items; item++) {
          let previous = -1;
          for (const [target, strength] of readAll(table, item)) {
            expect(target > previous && target < items && Number.isInteger(target)).toBe(true);
            expect(strength >= 0 && strength <= 1.0001).toBe(true);
            previous = target;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with an overlong varint end there', () => {
    const entries = Uint8Array.of(...new Array(200).fill(128), 0, 255);
    const table = readRows(sectionOf({ offsets: Uint32Array.of(0, 202), maxima: Float32Array.of(1), entries }), 1);
    expect(readAll(table, 0)).toEqual([]);
  });

  it.each([
    [
      'an offset goes back',
      { offsets: Uint32Array.of(0, 4_000_000_000, 2), maxima: new Float32Array(2), entries: new Uint8Array(2) },
    ],
    [
      'entries are missing',
      { offsets: Uint32Array.of(0, 2, 4), maxima: new Float32Array(2), entries: new Uint8Array(2) },
    ],
    [
      'there are too few rows',
      { offsets: Uint32Array.of(0, 0), maxima: new Float32Array(2), entries: new Uint8Array(0) },
    ],
    ['a type is wrong', { offsets: new Float32Array(3), maxima: new Float32Array(2), entries: new Uint8Array(0) }],
  ])('are refused where %s', (_, arrays) => {
    expect(() => readRows(sectionOf(arrays), 2)).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });
});
