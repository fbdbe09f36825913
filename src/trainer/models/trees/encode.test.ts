import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RankingData } from '../../ranker/data.ts';
import { MISSING } from './bins.ts';
import { openTeam, settingsOf } from './draw.test-support.ts';
import { encodeAll } from './encode.ts';

async function encoded(data: RankingData, limit = 255, threads = 1) {
  const settings = settingsOf({ bins: limit });
  const { memory, team } = await openTeam(data, settings, threads);
  const { bins, asked } = await encodeAll(data, undefined, settings, memory, team, 1);
  await team.close();
  const rows = data.labels.length;
  return {
    bins,
    asked,
    byColumn: data.columns.map((_, input) => memory.bytes('byColumn').slice(input * rows, (input + 1) * rows)),
    byRow: memory.bytes('byRow').slice(),
  };
}

const rowsOf = (...columns: number[][]): RankingData => ({
  columns: columns.map((column) => Float32Array.from(column)),
  labels: new Float32Array(columns[0]!.length),
  offsets: Int32Array.of(0, columns[0]!.length),
});

const anything = fc.oneof(
  fc.float(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.NaN, -0, 0, Infinity, -Infinity, 1e-45, 3.4028234663852886e38),
);

describe('encodeAll', () => {
  it('gives the code whose thresholds are around a value, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 255 }),
        async (values, limit) => {
          const data = rowsOf(values, [...values].reverse());
          const { bins, byColumn } = await encoded(data, limit);
          data.columns.forEach((column, input) => {
            const { count, thresholds } = bins[input]!;
            expect(count).toBeLessThanOrEqual(limit);
            column.forEach((value, row) => {
              const code = byColumn[input]![row]!;
              expect(code === MISSING).toBe(Number.isNaN(value));
              if (code === MISSING) return;
              expect(value).toBeLessThanOrEqual(thresholds![code]!);
              if (code > 0) expect(value).toBeGreaterThan(thresholds![code - 1]!);
            });
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('lays the same codes out by row, without those that say nothing, on any number of threads', async () => {
    const values = (step: number) => Array.from({ length: 9000 }, (_, row) => (row * step) % 257);
    const alike = new Array<number>(9000).fill(1);
    const steps = [3, 5, 7, 11, 13];
    const data = rowsOf(...steps.map(values), alike, ...steps.map((step) => values(2 * step)).slice(1));
    const [one, three] = [await encoded(data), await encoded(data, 255, 3)];
    expect(three).toEqual(one);
    expect(one.asked).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    for (const row of [0, 1, 4095, 4096, 8999])
      one.asked.forEach((input, place) => {
        expect(one.byRow[row * 16 + place]).toBe(one.byColumn[input]![row]);
      });
  });

  it('gives common values bins of their own, and about as many rows to all others', async () => {
    const values = Array.from({ length: 20_000 }, (_, row) => (row % 2 === 0 ? 5 : (row * 7919) % 10_007));
    const { bins, byColumn } = await encoded(rowsOf(values), 50);
    const counts = new Array<number>(bins[0]!.count).fill(0);
    for (const code of byColumn[0]!) counts[code]!++;
    expect(bins[0]!.count).toBeGreaterThan(45);
    expect(bins[0]!.count).toBeLessThanOrEqual(50);
    const [common, ...others] = counts.sort((a, b) => b - a);
    expect(common).toBeLessThan(10_010);
    expect(others[0]).toBeLessThan(2 * others[Math.floor(others.length / 2)]!);
  });

  it('has no bin where nothing is there, and one where all is alike', async () => {
    const { bins } = await encoded(rowsOf([Number.NaN, Number.NaN], [4, 4]));
    expect(bins.map(({ count }) => count)).toEqual([0, 1]);
  });

  it('numbers categories by their rows; what is rare, broken or beyond has the code that never goes left', async () => {
    const data = rowsOf([7, 7, 7, 2, 2, 9, -1, 1.5, 70_000, Number.NaN]);
    const { bins, byColumn } = await encoded({ ...data, isCategory: [true] }, 2);
    expect([...bins[0]!.categories!]).toEqual([7, 2]);
    expect([...byColumn[0]!]).toEqual([0, 0, 0, 1, 1, 254, 254, 254, 254, MISSING]);
  });
});
