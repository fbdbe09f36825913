import { describe, expect, it } from 'vitest';
import type { BanditLog } from '../../tables/banditLog.ts';
import { policyFrom, policyOf, uniformPolicy } from './policy.ts';
import { POLICIES, simulateBandit } from './simulateBandit.test-support.ts';

const log = simulateBandit(500, POLICIES.uniform);

describe('uniformPolicy', () => {
  it('shows every item of every position alike', () => {
    const { chances, unknown } = uniformPolicy({ ...log, positions: [1, 2] });
    expect(chances).toEqual(new Float64Array(12).fill(1 / 6));
    expect(unknown).toBe(0);
  });
});

describe('policyOf', () => {
  it('takes propensities that never change as they are', () => {
    const { origin, chances } = policyOf(simulateBandit(500, POLICIES.late), log);
    expect(origin).toBe('propensities');
    expect([...chances]).toEqual(POLICIES.late);
  });

  it('takes a policy that wavers for what it was on average', () => {
    const { origin, chances } = policyOf(
      simulateBandit(40_000, [0.3, 0.25, 0.2, 0.15, 0.05, 0.05], { wavers: true }),
      log,
    );
    expect(origin).toBe('shown');
    // Half the time the policy, half the time its mirror image: uniform on average. The mean of its propensities is not.
    for (const chance of chances) expect(chance).toBeCloseTo(1 / 6, 2);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  it('counts what was shown where there are no propensities, and knows that a rare item may come', () => {
    const { propensity: _, ...shown } = simulateBandit(4, POLICIES.late);
    const { origin, chances } = policyOf(shown, log);
    expect(origin).toBe('shown');
    expect(Math.min(...chances)).toBe(1 / 10);
  });

  it('says how much of it the log does not know', () => {
    const part: BanditLog = { ...log, items: ['a', 'b', 'x', 'y', 'z', '0'] };
    expect(policyOf(simulateBandit(500, POLICIES.late), part).unknown).toBeCloseTo(0.85, 12);
  });

  it('takes a table for every position where it names none', () => {
    const table = { items: ['b', 'zz'], positions: [0], chances: Float64Array.of(0.75, 0.25) };
    const { origin, chances, unknown } = policyFrom(table, { ...log, positions: [1, 2] });
    expect(origin).toBe('table');
    expect([...chances]).toEqual([0, 0.75, 0, 0, 0, 0, 0, 0.75, 0, 0, 0, 0]);
    expect(unknown).toBeCloseTo(0.25, 12);
  });

  it.each([
    ['items', { ...log, items: ['q', 'r', 's', 't', 'u', 'v'] }],
    ['positions', { ...log, positions: [2] }],
  ])('refuses a policy of other %s', (_, other) => {
    expect(() => policyOf(other, log)).toThrow(expect.objectContaining({ code: 'POLICY_UNRELATED' }));
  });
});
