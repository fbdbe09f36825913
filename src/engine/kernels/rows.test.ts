import { readFileSync } from 'node:fs';
import { array, assert, double, integer, nat, property, record, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section } from '../bundle/bundle.ts';
import { encodeRows, readRows } from '../bundle/rows.ts';
import { createJsKernels } from './js.ts';
import type { PackedRows } from './kernels.ts';
import { createWasmKernels } from './wasm.ts';

const wasm = createWasmKernels(new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url))))!;
const both = [wasm, createJsKernels()];

/** What the bundle's own reader makes of the rows. */
function reference({ items, ...arrays }: PackedRows, rows: Int32Array, weights: Float64Array) {
  const table = readRows({ name: 'transitions', params: {}, arrays } as unknown as Section, items);
  const sums = new Float64Array(items);
  const named: number[] = [];
  rows.forEach((row, r) => {
    if (row < 0 || row >= items) return;
    table.readRow(row, (target, strength) => {
      if (!named.includes(target)) named.push(target);
      sums[target]! += weights[r]! * strength;
    });
  });
  return { items: Int32Array.from(named), sums };
}

const rowItems = array(integer({ min: -2, max: 45 }), { maxLength: 12 });
const weights = array(double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 });

function expectReference(rows: PackedRows, asked: number[], spoken: number[]): void {
  const numbers = Int32Array.from(asked);
  const values = Float64Array.from(spoken);
  const expected = reference(rows, numbers, values);
  for (const kernels of both) {
    const summer = kernels.createRows(rows);
    // Twice: sums of the first answer must not be in the second.
    for (let turn = 0; turn < 2; turn++) {
      const found = summer.accumulate(numbers, values);
      expect(found.items).toEqual(expected.items);
      expect(found.sums).toEqual(expected.sums);
    }
    expect(summer.accumulate(new Int32Array(), new Float64Array()).sums).toEqual(new Float64Array(rows.items));
  }
}

describe('accumulate', () => {
  it('sums what the reader reads, in both twins', () => {
    const table = array(array(record({ target: nat(39), strength: double({ min: 0.01, max: 1 }) }), { maxLength: 9 }), {
      minLength: 40,
      maxLength: 40,
    });
    assert(
      property(table, rowItems, weights, (rows, asked, spoken) => {
        const distinct = rows.map((row) => row.filter((e, i) => row.findIndex((o) => o.target === e.target) === i));
        const encoded = encodeRows(
          distinct.map((row) => ({ targets: row.map((e) => e.target), strengths: row.map((e) => e.strength) })),
        ) as unknown as PackedRows;
        expectReference({ ...encoded, items: 40 }, asked, spoken);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('reads any bytes as the reader does', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), rowItems, weights, nat(2 ** 30), (entries, asked, spoken, seed) => {
        const items = 20 + (seed % 30);
        const offsets = Uint32Array.from({ length: items + 1 }, (_, i) => Math.floor((entries.length * i) / items));
        const maxima = Float32Array.from({ length: items }, (_, i) => i / 3);
        expectReference({ offsets, maxima, entries, items }, asked, spoken);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('takes a strength that is no number as 0', () => {
    const rows = {
      offsets: Uint32Array.of(0, 2, 4),
      maxima: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY),
      entries: Uint8Array.of(0, 255, 1, 255),
      items: 2,
    };
    for (const kernels of both) {
      const { items, sums } = kernels.createRows(rows).accumulate(Int32Array.of(0, 1), Float64Array.of(1, 1));
      expect([...items]).toEqual([0, 1]);
      expect(sums).toEqual(Float64Array.of(0, 0));
    }
  });

  it('refuses offsets that fall or end beyond the entries', () => {
    const good = {
      offsets: Uint32Array.of(0, 2, 4),
      maxima: new Float32Array(2),
      entries: new Uint8Array(4),
      items: 2,
    };
    for (const kernels of both) {
      for (const bad of [
        { ...good, offsets: Uint32Array.of(0, 3, 2) },
        { ...good, offsets: Uint32Array.of(0, 2) },
        { ...good, entries: new Uint8Array(3) },
        { ...good, maxima: new Float32Array(1) },
      ])
        expect(() => kernels.createRows(bad)).toThrow('rows of 2 items');
    }
  });

  it('keeps its sums readable while the memory grows', () => {
    const rows = {
      offsets: Uint32Array.of(0, 2),
      maxima: Float32Array.of(1),
      entries: Uint8Array.of(0, 255),
      items: 1,
    };
    const found = wasm.createRows(rows).accumulate(Int32Array.of(0), Float64Array.of(2));
    wasm.createScanner({ packed: new Int8Array(6_400_000), scales: new Float32Array(1e5), items: 1e5, dimensions: 64 });
    expect(found.sums).toEqual(Float64Array.of(2));
    expect(found.items).toEqual(Int32Array.of(0));
  });
});
