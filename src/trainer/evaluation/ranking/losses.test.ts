import { describe, expect, it } from 'vitest';
import { mean } from '../metrics.ts';
import { brierLosses, logLosses, lossesOfRate } from './losses.ts';

describe('losses', () => {
  it('are what a hand computes', () => {
    expect([...logLosses([0.5, 0.25], [1, 0])]).toEqual([Math.LN2, -Math.log(0.75)]);
    expect([...brierLosses([0.5, 0.25], [1, 0])]).toEqual([0.25, 0.0625]);
  });

  it('charge a certainty that fails a lot, and not infinitely', () => {
    const [wrong, right] = logLosses([1, 1], [0, 1]);
    expect(wrong).toBeGreaterThan(30);
    expect(wrong).toBeLessThan(40);
    expect(right).toBeCloseTo(0, 12);
  });

  it('of the rate are the entropy and the variance, which no other constant is below', () => {
    const labels = [1, 0, 0, 0];
    const { logLoss, brier } = lossesOfRate(labels);
    expect(logLoss).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 12);
    expect(brier).toBeCloseTo(0.1875, 12);
    for (const p of [0.1, 0.2, 0.3, 0.5]) {
      expect(mean(logLosses([p, p, p, p], labels))).toBeGreaterThan(logLoss);
      expect(mean(brierLosses([p, p, p, p], labels))).toBeGreaterThan(brier);
    }
    expect(lossesOfRate([])).toEqual({ logLoss: 0, brier: 0 });
  });
});
