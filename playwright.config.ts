import { defineConfig } from '@playwright/test';
import { findChromium } from './e2e/support/chromium.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // One at a time: latencies are measured here, and two cores are all there may be.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  // A condition costs nothing while it is awaited, and a machine that others use may take its time to meet it.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // A shared machine can stall for longer than a latency's limit. One that needs the second run is named in the summary.
  retries: process.env.CI ? 2 : 0,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: await findChromium(),
    // Recording a trace takes a snapshot of the page at every step, which is what the latencies would then measure.
    trace: 'off',
  },
});
