import { describe, expect, it } from 'vitest';
import { pairedGain, pairedGains } from './paired.ts';

const of = (hits: readonly number[], rest: Record<string, Float64Array> = {}) => ({
  values: { 'hit@1': Float64Array.from(hits), ...rest },
  shopperOf: Int32Array.from(hits.keys()),
});

describe('pairedGain', () => {
  it('is the mean difference with its interval, and how likely chance is', () => {
    const [a, b] = [of([1, 1, 1, 1, 0, 1, 1, 1, 1, 1]), of([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
    const gain = pairedGain(a, b, 'hit@1', 1);
    expect(gain.mean).toBeCloseTo(0.9, 12);
    expect(gain.interval[0]).toBeGreaterThan(0.5);
    // Nine signs: 2 of 512 go as far.
    expect(gain.p).toBeCloseTo(2 / 512, 2);
    expect(pairedGain(b, a, 'hit@1', 1).mean).toBeCloseTo(-0.9, 12);
    expect(pairedGain(a, a, 'hit@1', 1)).toEqual({ mean: 0, interval: [0, 0], p: 1 });
  });
});

describe('pairedGains', () => {
  it('compares what both have', () => {
    expect(Object.keys(pairedGains(of([1], { 'diversity@1': Float64Array.of(1) }), of([0]), 1))).toEqual(['hit@1']);
  });
});
