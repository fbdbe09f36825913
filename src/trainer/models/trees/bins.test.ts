import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryBins, drawSample, encodeCategories, MISSING, numberBins } from './bins.ts';

describe('drawSample', () => {
  it('takes every value that is there where there is room', () => {
    const values = new Float32Array(4);
    expect(drawSample(Float32Array.of(3, Number.NaN, 1, 2), 1, values)).toEqual({ count: 3, isEndless: false });
    expect([...values.subarray(0, 3)]).toEqual([3, 1, 2]);
  });

  it('else as many rows as there is room for, from all over, the same each time; and sees what is endless beyond them', () => {
    const column = Float32Array.from({ length: 10_000 }, (_, row) => row);
    column[9_999] = Infinity;
    const [first, again] = [new Float32Array(1000), new Float32Array(1000)];
    expect(drawSample(column, 1, first)).toEqual({ count: 1000, isEndless: true });
    drawSample(column, 1, again);
    expect(again).toEqual(first);
    const mean = first.filter(Number.isFinite).reduce((sum, value) => sum + value, 0) / 1000;
    expect(Math.abs(mean - 5000)).toBeLessThan(500);
  });
});

describe('numberBins', () => {
  it('ends bins between the values, the last above all', () => {
    const sorted = Float32Array.from([1, 1, 1, 2, 2, 2, 7, 7, 7]);
    const { count, thresholds } = numberBins(sorted, 255, false);
    expect(count).toBe(3);
    expect(thresholds![0]).toBeGreaterThanOrEqual(1);
    expect(thresholds![0]).toBeLessThan(2);
    expect(thresholds![1]).toBeGreaterThanOrEqual(2);
    expect(thresholds![1]).toBeLessThan(7);
    expect(thresholds![2]).toBe(Math.fround(3.4028234663852886e38));
    expect(numberBins(sorted, 255, true).thresholds![2]).toBe(Infinity);
  });

  it('has ascending ends that part the values between which they are, three rows a bin at least', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 2, max: 255 }),
        (values, limit) => {
          const sorted = Float32Array.from(values).sort();
          const { count, thresholds } = numberBins(sorted, limit, sorted.includes(Infinity));
          expect(count).toBeLessThanOrEqual(limit);
          let before = 0;
          thresholds!.forEach((threshold, bin) => {
            if (bin > 0) expect(threshold).toBeGreaterThan(thresholds![bin - 1]!);
            const rows = sorted.filter((value) => value <= threshold).length;
            if (bin < count - 1) expect(rows - before).toBeGreaterThanOrEqual(Math.min(3, sorted.length));
            before = rows;
          });
          expect(before).toBe(sorted.length);
        },
      ),
    );
  });
});

describe('categoryBins', () => {
  it('gives the commonest bins, and codes for what has none', () => {
    const column = Float32Array.of(5, 5, 9, 9, 9, 1);
    const { count, categories } = categoryBins(column, 2);
    expect(count).toBe(2);
    expect([...categories!]).toEqual([9, 5]);
    const codes = new Uint8Array(8);
    encodeCategories(Float32Array.of(5, 9, 1, Number.NaN, -3, 0.5, 1e9, -0), categories!, codes);
    expect([...codes]).toEqual([1, 0, 254, MISSING, 254, 254, 254, 254]);
  });
});
