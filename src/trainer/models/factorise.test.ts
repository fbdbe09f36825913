import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { type FactoriseOptions, factorise } from './factorise.ts';

/** Shoppers who take, out of `items`, mostly those of their own third; the last item is nobody's, and the last shopper takes nothing. */
function matrixOf(shoppers: number, items: number): Rows {
  const random = new Random(5, 'matrix');
  const offsets = new Int32Array(shoppers + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let s = 0; s < shoppers; s++) {
    for (let i = 0; i < items - 1 && s < shoppers - 1; i++) {
      if (random.next() > (s % 3 === i % 3 ? 0.15 : 0.02)) continue;
      columns.push(i);
      values.push(random.between(0.5, 2));
    }
    offsets[s + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

const SETTINGS = { dimensions: 16, sweeps: 3, alpha: 0.1, lambda: 0.02, steps: 3, progress: () => {} };
const factorsOf = (rows: Rows, items: number, options: Partial<FactoriseOptions> = {}) =>
  factorise(rows, { ...SETTINGS, items, random: new Random(1, 'als'), ...options });

/** Largest difference between products of the first vectors, as a share of the largest product: two bases may differ, these may not. */
function difference(a: Float32Array, b: Float32Array, d = SETTINGS.dimensions, count = 60): number {
  let most = 0;
  let apart = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      let [one, other] = [0, 0];
      for (let k = 0; k < d; k++) {
        one += a[i * d + k]! * a[j * d + k]!;
        other += b[i * d + k]! * b[j * d + k]!;
      }
      most = Math.max(most, Math.abs(one));
      apart = Math.max(apart, Math.abs(one - other));
    }
  return apart / most;
}

describe('factorise', () => {
  // More rows than are summed, or taken by a thread, at once.
  const [shoppers, items] = [1500, 131];
  const rows = matrixOf(shoppers, items);

  it.each([0, 3])('gives the same bits on one, two and five threads, with %i steps', async (steps) => {
    const [one, two, five] = await Promise.all([1, 2, 5].map((threads) => factorsOf(rows, items, { steps, threads })));
    expect(two).toEqual(one);
    expect(five).toEqual(one);
  });

  it('comes to the exact solution with enough steps, and near it with three', async () => {
    const exact = await factorsOf(rows, items, { steps: 0 });
    expect(difference(exact, await factorsOf(rows, items, { steps: 30 }))).toBeLessThan(2e-3);
    const [settled, near] = [
      await factorsOf(rows, items, { steps: 0, sweeps: 12 }),
      await factorsOf(rows, items, { sweeps: 12 }),
    ];
    expect(difference(settled, near)).toBeLessThan(0.05);
  });

  it('gives items without an entry zeros, and none elsewhere', async () => {
    for (const steps of [0, 3]) {
      const factors = await factorsOf(rows, items, { steps });
      expect([...factors.subarray((items - 1) * SETTINGS.dimensions)]).toEqual(new Array(SETTINGS.dimensions).fill(0));
      for (let i = 0; i < items - 1; i++)
        expect(factors.subarray(i * 16, i * 16 + 16).every((value) => value !== 0 && Number.isFinite(value))).toBe(
          true,
        );
    }
  });

  it('holds one shopper with one item, and no entries at all', async () => {
    const single: Rows = { offsets: Int32Array.of(0, 1), columns: Int32Array.of(0), values: Float32Array.of(1) };
    expect((await factorsOf(single, 1)).every(Number.isFinite)).toBe(true);
    const none: Rows = { offsets: Int32Array.of(0, 0), columns: new Int32Array(0), values: new Float32Array(0) };
    expect([...(await factorsOf(none, 2))]).toEqual(new Array(32).fill(0));
  });

  it('is the same again, and another with another start', async () => {
    expect(await factorsOf(rows, items)).toEqual(await factorsOf(rows, items));
    expect(await factorsOf(rows, items, { random: new Random(2, 'als') })).not.toEqual(await factorsOf(rows, items));
  });
});
