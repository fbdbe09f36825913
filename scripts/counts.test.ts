import { describe, expect, it } from 'vitest';
import { countPlaywright, countStep, countVitest, sum, type VitestReport } from './counts.ts';

const vitest = (report: Partial<VitestReport>): VitestReport => ({
  success: true,
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [],
  ...report,
});
const playwright = (stats: object, errors: unknown[] = []) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
});

describe('counts', () => {
  it('takes tests from the reports', () => {
    expect(countVitest(vitest({ numPassedTests: 5, numPendingTests: 1 }), 0)).toEqual({
      passed: 5,
      failed: 0,
      skipped: 1,
    });
    expect(countPlaywright(playwright({ expected: 3, unexpected: 1, flaky: 1 }), 1)).toEqual({
      passed: 4,
      failed: 1,
      skipped: 0,
    });
    expect(countStep(0).passed).toBe(1);
  });

  it('never reads a failed run as a passed one', () => {
    const unloaded = [{ status: 'failed', assertionResults: [] }];
    expect(countStep(2).failed).toBe(1);
    expect(countVitest(undefined, 0).failed).toBe(1);
    expect(countVitest(vitest({ numPassedTests: 5 }), 1).failed).toBe(1);
    expect(countVitest(vitest({ numPassedTests: 5, success: false }), 0).failed).toBe(1);
    expect(countVitest(vitest({ success: false, testResults: [...unloaded, ...unloaded] }), 1).failed).toBe(2);
    expect(countPlaywright(undefined, 0).failed).toBe(1);
    expect(countPlaywright(playwright({ expected: 3 }), 1).failed).toBe(1);
    expect(countPlaywright(playwright({ expected: 3 }, ['no server']), 1).failed).toBe(1);
  });

  it('adds up', () => {
    expect(sum([countStep(0), countStep(1), { passed: 2, failed: 0, skipped: 3 }])).toEqual({
      passed: 3,
      failed: 1,
      skipped: 3,
    });
  });
});
