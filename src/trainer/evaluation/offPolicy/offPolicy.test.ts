import { describe, expect, it } from 'vitest';
import type { BanditLog } from '../../tables/banditLog.ts';
import { ESTIMATORS, evaluatePolicies, type PolicyReport } from './offPolicy.ts';
import { POLICIES, rateOf, simulateBandit } from './simulateBandit.test-support.ts';

const width = ({ estimates }: PolicyReport, estimator: 'ips' | 'snips' | 'dr') =>
  estimates[estimator].bootstrap[1] - estimates[estimator].bootstrap[0];

describe('evaluatePolicies', () => {
  it('finds the click rate of policies that never showed anything to these shoppers', async () => {
    const log = simulateBandit(5000, POLICIES.early);
    const late = simulateBandit(5000, POLICIES.late, { seed: 2 });
    const report = await evaluatePolicies({
      log: { name: 'early', log },
      policies: [{ name: 'late', log: late }, { name: 'uniform' }],
    });
    expect(report).toMatchObject({ log: 'early', items: 6, positions: [1], clip: 100, seed: 1 });
    expect(report.logged.value).toBeCloseTo(rateOf(POLICIES.early), 1);
    const truths = [rateOf(POLICIES.late), rateOf(POLICIES.uniform)];
    for (const [p, policy] of report.policies.entries())
      for (const estimator of ESTIMATORS) {
        const { value, normal, bootstrap } = policy.estimates[estimator];
        expect(Math.abs(value - truths[p]!), `${policy.policy} ${estimator}`).toBeLessThan(0.02);
        for (const [low, high] of [normal, bootstrap]) {
          expect(low).toBeLessThan(truths[p]!);
          expect(high).toBeGreaterThan(truths[p]!);
        }
      }
    const [first, second] = report.policies;
    expect(first).toMatchObject({ policy: 'late', origin: 'propensities', unknown: 0 });
    expect(first!.own!.clicks).toBe(late.click.reduce((sum, click) => sum + click, 0));
    expect(first!.difference!.dr.normal[0]).toBeLessThan(0);
    expect(first!.difference!.dr.normal[1]).toBeGreaterThan(0);
    expect(second).toMatchObject({ policy: 'uniform', origin: 'uniform' });
    expect(second!.own).toBeUndefined();
    // What normalising and a model of clicks are for.
    expect(width(first!, 'snips')).toBeLessThan(width(first!, 'ips'));
    expect(width(first!, 'dr')).toBeLessThan(0.9 * width(first!, 'ips'));
  });

  it('is right with wrong propensities where the model of clicks is right, as inverse propensity is not', async () => {
    const log = simulateBandit(5000, POLICIES.early);
    const halved: BanditLog = { ...log, propensity: log.propensity!.map((chance) => chance / 2) };
    const { policies } = await evaluatePolicies({ log: { name: 'x', log: halved }, policies: [{ name: 'uniform' }] });
    const { ips, snips, dr } = policies[0]!.estimates;
    const truth = rateOf(POLICIES.uniform);
    expect(Math.abs(ips.value - truth)).toBeGreaterThan(0.15);
    expect(Math.abs(dr.value - truth)).toBeLessThan(0.02);
    expect(Math.abs(snips.value - truth)).toBeLessThan(0.02);
    expect(policies[0]!.weights.mean).toBeCloseTo(2, 1);
  });

  it('gives the same figures for a seed, and says what it clipped', async () => {
    const input = {
      log: { name: 'x', log: simulateBandit(500, POLICIES.early) },
      policies: [{ name: 'uniform' }],
      clip: 2,
      seed: 7,
    };
    const report = await evaluatePolicies(input);
    expect(report.policies[0]!.weights.clipped).toBeGreaterThan(5);
    expect(await evaluatePolicies(input)).toEqual(report);
  });

  it('wants propensities of the log', async () => {
    const { propensity: _, ...log } = simulateBandit(50, POLICIES.early);
    await expect(evaluatePolicies({ log: { name: 'x.csv', log }, policies: [] })).rejects.toMatchObject({
      code: 'INPUT_COLUMNS',
      details: { missing: ['propensity_score'] },
    });
  });
});
