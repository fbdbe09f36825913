import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/trainer/config.ts';
import { measureBaselines } from '../src/trainer/evaluation/baselines.ts';
import { makeTrial, type TrialInput } from '../src/trainer/evaluation/protocols/trial.ts';
import { defaultLearned } from '../src/trainer/learn.ts';
import { silent } from '../src/trainer/progress.ts';
import { readLog } from '../src/trainer/read/readLog.ts';

const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const isThere = existsSync(data);
if (!isThere) console.log('published figures: skipped, shared/data is not beside the project');

/** Simple models whose figures are known on exactly these files: does the protocol ask what everybody asks? */
describe.runIf(isThere)('published figures', () => {
  const baselinesOf = async (input: Omit<TrialInput, 'config'>) => {
    const config = parseConfig();
    const trial = makeTrial({ ...input, config });
    const learned = { ...defaultLearned(config), mainPopularity: 'long' as const };
    const task = { ...trial, catalogue: [], cutoffs: [20], config, progress: silent };
    return { trial, baselines: await measureBaselines(task, learned) };
  };

  it('gowalla: popularity is .0416 / .0317 in Recall@20 / NDCG@20', async () => {
    const [log, test] = await Promise.all(
      ['train', 'test'].map((name) => readLog(`${data}gowalla/${name}.txt.gz`, { format: 'pairs' })),
    );
    const { trial, baselines } = await baselinesOf({ protocol: 'pairs', log: log!, test });
    const { metrics } = baselines.popularity!.all;
    expect(trial.test.cases.length).toBe(29_858);
    expect([metrics['recall@20'], metrics['ndcg@20']].map((value) => value!.toFixed(4))).toEqual(['0.0416', '0.0317']);
  });

  it("retailrocket: a session's own items are 38.96 / 26.33 % in HR@20 / MRR@20, popularity behind them aside", async () => {
    const [log, test] = await Promise.all(
      ['train_sessions', 'test'].map((name) =>
        readLog(`${data}retailrocket-sessions/${name}.txt.gz`, { format: 'sessions' }),
      ),
    );
    const { trial, baselines } = await baselinesOf({ protocol: 'next-item', log: log!, test, isTestOfTargets: true });
    const { metrics } = baselines['buy-again']!.all;
    expect(trial.test.cases.length).toBe(15_132);
    expect(metrics['hit@20']).toBeGreaterThanOrEqual(0.3896);
    expect(metrics['hit@20']).toBeLessThan(0.395);
    expect(metrics['mrr@20']).toBeGreaterThan(0.255);
    expect(metrics['mrr@20']).toBeLessThan(0.275);
  });
});
