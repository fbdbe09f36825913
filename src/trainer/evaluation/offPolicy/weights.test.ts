import { describe, expect, it } from 'vitest';
import { policyOf, uniformPolicy } from './policy.ts';
import { POLICIES, simulateBandit } from './simulateBandit.test-support.ts';
import { importanceWeights } from './weights.ts';

const log = simulateBandit(5000, POLICIES.early);

describe('importanceWeights', () => {
  it('are 1 for the policy that wrote the log', () => {
    const { weights, mean, largest, clipped, effective } = importanceWeights(
      log,
      policyOf(log, log),
      Number.POSITIVE_INFINITY,
    );
    expect(new Set(weights)).toEqual(new Set([1]));
    expect([mean, largest, clipped, effective]).toEqual([1, 1, 0, 5000]);
  });

  it('have the mean 1 for any other, and fewer impressions to go by', () => {
    const { mean, largest, effective } = importanceWeights(log, uniformPolicy(log), Number.POSITIVE_INFINITY);
    expect(mean).toBeGreaterThan(0.95);
    expect(mean).toBeLessThan(1.05);
    expect(largest).toBeCloseTo(1 / 6 / 0.05, 12);
    expect(effective).toBeLessThan(4000);
  });

  it('are clipped where that is asked, and say how many', () => {
    const { weights, largest, clipped } = importanceWeights(log, uniformPolicy(log), 2);
    expect(Math.max(...weights)).toBe(2);
    expect(largest).toBeGreaterThan(3);
    expect(clipped).toBe(log.item.filter((item) => item === 5).length);
  });
});
