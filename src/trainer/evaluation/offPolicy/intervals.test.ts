import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { differenceOf, estimateRatios } from './intervals.ts';

describe('estimateRatios', () => {
  it('gives means and ratios with intervals around them, the same for a seed', async () => {
    const over = Float64Array.of(1, 0, 0, 1, 1, 0, 1, 1);
    const under = Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2);
    const { mean, ratio } = await estimateRatios({ mean: { over }, ratio: { over, under } }, 3);
    expect(mean.value).toBe(5 / 8);
    expect(ratio.value).toBe(5 / 12);
    for (const { value, normal, bootstrap } of [mean, ratio])
      for (const [low, high] of [normal, bootstrap]) {
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
      }
    expect(await estimateRatios({ mean: { over }, ratio: { over, under } }, 3)).toEqual({ mean, ratio });
    const { mean: other } = await estimateRatios(
      { mean: { over: Float64Array.from({ length: 90 }, (_, i) => i % 7) } },
      4,
    );
    expect(other.bootstrap[1] - other.bootstrap[0]).toBeLessThan(1.2);
  });

  it('knows for certain what never changes', async () => {
    const { same } = await estimateRatios({ same: { over: new Float64Array(5).fill(0.3) } }, 1);
    expect(same.bootstrap[0]).toBeCloseTo(0.3, 12);
    expect(same.normal[1]).toBeCloseTo(0.3, 12);
  });

  it('is 0 of nothing', async () => {
    const { none } = await estimateRatios({ none: { over: new Float64Array(2), under: new Float64Array(2) } }, 1);
    expect(none).toEqual({ value: 0, normal: [0, 0], bootstrap: [0, 0] });
  });

  it('holds the truth about as often as it says', async () => {
    const random = new Random(1, 'coverage');
    const held = { normal: 0, bootstrap: 0 };
    const tries = 60;
    for (let t = 0; t < tries; t++) {
      const draws = Array.from({ length: 300 }, () => (random.chance(0.5) ? 1 : 3));
      const over = Float64Array.from(draws, (weight) => (random.chance(0.2) ? weight : 0));
      const { ratio } = await estimateRatios({ ratio: { over, under: Float64Array.from(draws) } }, t);
      if (ratio.normal[0] <= 0.2 && 0.2 <= ratio.normal[1]) held.normal++;
      if (ratio.bootstrap[0] <= 0.2 && 0.2 <= ratio.bootstrap[1]) held.bootstrap++;
    }
    // 57 of 60 are expected; 50 or fewer happen once in a thousand times.
    expect(held.normal).toBeGreaterThan(50);
    expect(held.bootstrap).toBeGreaterThan(50);
  });
});

describe('differenceOf', () => {
  it('is as uncertain as both together', () => {
    const estimate = (value: number, half: number) => ({
      value,
      normal: [value - half, value + half] as [number, number],
      bootstrap: [0, 0] as [number, number],
    });
    const { value, normal } = differenceOf(estimate(5, 3), estimate(4, 4));
    expect([value, ...normal]).toEqual([1, -4, 6]);
  });
});
