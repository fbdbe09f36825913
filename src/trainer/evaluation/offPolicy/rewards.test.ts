import { beforeAll, describe, expect, it } from 'vitest';
import { type Policy, uniformPolicy } from './policy.ts';
import { crossFitRewards, type ExpectedRewards } from './rewards.ts';
import { CLICKS, POLICIES, rateOf, simulateBandit } from './simulateBandit.test-support.ts';

const log = simulateBandit(6000, POLICIES.early);
const only: Policy = { origin: 'shown', chances: Float64Array.of(0, 0, 0, 0, 0, 1), unknown: 0 };
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('crossFitRewards', () => {
  let expected: ExpectedRewards;
  beforeAll(async () => {
    expected = await crossFitRewards(log, [uniformPolicy(log), only], 1);
  });

  it('expects clicks of what was shown as they come', () => {
    expect(mean(expected.shown)).toBeCloseTo(mean(log.click), 1);
    const kind = log.context[0]!.values;
    const liked = expected.shown.filter((_, i) => log.item[i] === 0 && kind[i] === 0);
    const disliked = expected.shown.filter((_, i) => log.item[i] === 0 && kind[i] === 1);
    expect(mean(liked) - mean(disliked)).toBeGreaterThan(0.3);
  });

  it('expects of another policy what it would show, to whoever is there', () => {
    expect(mean(expected.under[0]!)).toBeCloseTo(rateOf(POLICIES.uniform), 1);
    const kind = log.context[0]!.values;
    expect(mean(expected.under[1]!.filter((_, i) => kind[i] === 1))).toBeGreaterThan(CLICKS[1]![5]! - 0.15);
    expect(mean(expected.under[1]!.filter((_, i) => kind[i] === 0))).toBeLessThan(0.15);
  });

  it('asks no model of an impression that it learned from', async () => {
    // Clicks that nothing can tell: a model that had seen them would know some.
    const noise = { ...log, click: log.click.map((_, i) => ((i * 2654435761) % 97 < 20 ? 1 : 0)) };
    const { shown } = await crossFitRewards(noise, [], 1);
    const rate = mean(noise.click);
    const clicked = mean(shown.filter((_, i) => noise.click[i] === 1));
    expect(Math.abs(clicked - rate)).toBeLessThan(0.02);
  });

  it('gives the same for a seed', async () => {
    expect(await crossFitRewards(log, [uniformPolicy(log), only], 1)).toEqual(expected);
  });
});
