import type { Run } from './run.ts';

/** A run made by hand. */
export const makeRun = (id: string, changes: Partial<Run> = {}): Run => ({
  id,
  verb: 'benchmark',
  startedAt: '2026-11-21T16:50:00.000Z',
  seconds: 12.5,
  version: '0.1.0',
  data: [{ file: 'data/log.csv', sha256: 'ab'.repeat(32), bytes: 1000 }],
  params: {
    protocol: 'temporal',
    seed: 1,
    als: { dimensions: 64, alpha: 'auto' },
    sources: ['factors'],
    none: undefined,
  },
  metrics: { 'ndcg@10': 0.25, bundleBytes: 1_000_000 },
  made: { model: 'popularity + als' },
  ...changes,
});
