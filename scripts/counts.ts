/** How one step of `npm test` went. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The parts of Vitest's JSON report that count. */
export interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** The parts of Playwright's JSON report that count. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** A step that is no test runner counts as one. */
export function countStep(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** A file that does not load has no tests to fail, so it counts as one failure itself. */
export function countVitest(report: VitestReport | undefined, exitCode: number): Counts {
  if (!report) return countStep(1);
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return atLeastOneFailure(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests,
    },
    exitCode !== 0 || !report.success,
  );
}

/**
 * `errors` are those outside any test (a spec that does not compile, a server that does not start). A flaky test is one
 * that passed when run again, which the configuration allows on CI alone.
 */
export function countPlaywright(report: PlaywrightReport | undefined, exitCode: number): Counts {
  if (!report) return countStep(1);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastOneFailure(
    { passed: expected + flaky, failed: unexpected + report.errors.length, skipped },
    exitCode !== 0,
  );
}

export function sum(all: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** A runner can fail with no failed test (an unhandled rejection, no tests found): that must not read as success. */
function atLeastOneFailure(counts: Counts, hasFailed: boolean): Counts {
  return hasFailed && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
