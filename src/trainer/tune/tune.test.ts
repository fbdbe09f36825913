import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { loadKernels } from '../kernels.ts';
import { als } from '../models/als.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { silent } from '../progress.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { type Journal, memoryJournal, type Trial } from './journal.ts';
import { tune } from './tune.ts';

const search = async (journal: Journal, changes: Partial<Parameters<typeof tune>[0]> = {}) =>
  tune({
    log: makeLog(makeShop()),
    catalogue: undefined,
    models: [popularity, als, transitions],
    kernels: await loadKernels(),
    progress: silent,
    config: parseConfig({ als: { dimensions: 16, alpha: 0.1, lambda: 0.003 } }),
    metric: 'ndcg@10',
    seed: 1,
    seconds: 1000,
    trials: 5,
    journal,
    ...changes,
  });

describe('tune', { timeout: 120_000 }, () => {
  it('begins with the recipe, and ends with what validation likes best', async () => {
    const journal = memoryJournal();
    const { best, first, trials, resumed } = await search(journal);
    expect([trials, resumed, first.number, first.changes]).toEqual([5, 0, 0, {}]);
    expect(best.value).toBe(Math.max(...journal.trials.map(({ value }) => value)));
    expect(best.value).toBeGreaterThanOrEqual(first.value);
    // What it arrived at is a config, with families by name.
    expect(parseConfig(best.config).models).toEqual({ factors: 'als', transitions: 'transitions' });
    for (const [path, value] of Object.entries(best.changes))
      expect(path.split('.').reduce((at: unknown, key) => (at as Record<string, unknown>)[key], best.config)).toBe(
        value,
      );
  });

  it('goes on after a kill as it would have without', async () => {
    const whole = memoryJournal();
    await search(whole);
    const killed = memoryJournal();
    await search(killed, { trials: 2 });
    const { resumed } = await search(killed);
    expect(resumed).toBe(2);
    const plain = ({ trials }: Journal) => trials.map(({ seconds: _, ...trial }) => trial);
    expect(plain(killed)).toEqual(plain(whole));
  });

  it('keeps to its time, but for the first trial', async () => {
    let now = 0;
    const journal = memoryJournal();
    const told: Trial[] = [];
    await search(journal, { clock: () => (now += 1000), seconds: 0.5, onTrial: (trial) => told.push(trial) });
    expect(told.map(({ number }) => number)).toEqual([0]);
  });

  it('refuses a figure that validation does not give, and a log that is too small', async () => {
    await expect(search(memoryJournal(), { metric: 'recall@3' })).rejects.toMatchObject({ code: 'USAGE' });
    const log = makeLog(makeShop().slice(0, 20));
    await expect(search(memoryJournal(), { log })).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
  });

  it('looks at nothing but what training holds out: the rest of the log is not asked for', async () => {
    const seen: number[] = [];
    const journal = memoryJournal();
    await search(journal, { trials: 1, progress: (_, done) => seen.push(done) });
    expect(journal.trials[0]!.metrics).toMatchObject({ 'ndcg@10': expect.any(Number) });
    expect(seen.length).toBeGreaterThan(0);
  });
});
