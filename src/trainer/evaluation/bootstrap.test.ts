import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { bootstrapInterval, bootstrapIntervals, pairedInterval } from './bootstrap.ts';
import { mean } from './metrics.ts';

const sampleOf = (seed: number, size: number) => {
  const random = new Random(seed, 'sample');
  return Float64Array.from({ length: size }, () => 0.3 + 0.1 * random.normal());
};

describe('bootstrapInterval', () => {
  it('is the same for the same seed, and another for another', () => {
    const values = sampleOf(1, 200);
    expect(bootstrapInterval(values, 5)).toEqual(bootstrapInterval(values, 5));
    expect(bootstrapInterval(values, 6)).not.toEqual(bootstrapInterval(values, 5));
  });

  it('holds the mean of the sample, and is as wide as theory says', () => {
    const values = sampleOf(2, 400);
    const [low, high] = bootstrapInterval(values, 1);
    expect(low).toBeLessThan(mean(values));
    expect(high).toBeGreaterThan(mean(values));
    // 2 x 1.96 standard errors of 0.1 / sqrt(400), within the noise of 1,000 resamples.
    expect(high - low).toBeGreaterThan(0.0196 * 0.85);
    expect(high - low).toBeLessThan(0.0196 * 1.15);
  });

  it('covers the true mean about 95 times in 100', () => {
    let covered = 0;
    for (let seed = 0; seed < 200; seed++) {
      const [low, high] = bootstrapInterval(sampleOf(1000 + seed, 100), seed);
      if (low <= 0.3 && 0.3 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.9);
    expect(covered / 200).toBeLessThan(0.99);
  });

  it('is a point where nothing varies, and zero of nothing', () => {
    expect(bootstrapInterval([0.25, 0.25, 0.25], 1)).toEqual([0.25, 0.25]);
    expect(bootstrapInterval([], 1)).toEqual([0, 0]);
  });
});

describe('bootstrapIntervals', () => {
  it('gives each column the interval that it has alone', () => {
    const [a, b] = [sampleOf(1, 80), sampleOf(2, 80)];
    expect(bootstrapIntervals({ a, b }, 3)).toEqual({ a: bootstrapInterval(a, 3), b: bootstrapInterval(b, 3) });
  });

  it('draws the cases of a shopper together: repeating each tells nothing more', () => {
    const each = sampleOf(1, 100);
    const often = Float64Array.from({ length: 1000 }, (_, i) => each[Math.floor(i / 10)]!);
    const shopperOf = Int32Array.from(often, (_, i) => Math.floor(i / 10));
    const [low, high] = bootstrapIntervals({ often }, 1, shopperOf).often;
    const [lowest, highest] = bootstrapInterval(each, 1);
    expect(low).toBeCloseTo(lowest, 10);
    expect(high).toBeCloseTo(highest, 10);
  });
});

describe('pairedInterval', () => {
  it('tells apart two models that differ a little for every one of very different shoppers', () => {
    const a = Float64Array.from({ length: 60 }, (_, i) => (i % 10) / 10 + 0.02);
    const b = Float64Array.from({ length: 60 }, (_, i) => (i % 10) / 10);
    const { mean: gain, interval } = pairedInterval(a, b, 1);
    expect(gain).toBeCloseTo(0.02, 12);
    expect(interval[0]).toBeCloseTo(0.02, 12);
    expect(bootstrapInterval(a, 1)[0]).toBeLessThan(bootstrapInterval(b, 1)[1]);
  });

  it('turns round with its arguments', () => {
    const [a, b] = [sampleOf(7, 50), sampleOf(8, 50)];
    expect(pairedInterval(a, b, 1).mean).toBeCloseTo(-pairedInterval(b, a, 1).mean, 12);
  });
});
