import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../engine/kernels/js.ts';
import { openPacked } from './bundle.ts';
import { parseConfig } from './config.ts';
import { defaultLearned } from './learn.ts';
import { type LogRow, makeLog } from './tables/makeLog.ts';
import { makeShop } from './tables/makeShop.ts';
import { DEFAULT_MODELS, trainBundle } from './train.ts';

const DAY = 86_400_000;
const config = parseConfig({ als: { dimensions: 16 }, models: { factors: 'als', neighbours: 'neighbours' } });
const train = (rows: readonly LogRow[], rest: Partial<Parameters<typeof trainBundle>[0]> = {}) =>
  trainBundle({ log: makeLog(rows), config, ...rest });

describe('trainBundle', () => {
  it('gives the same bytes for the same log, config and seed, on either kernels', async () => {
    const [first, again, plain] = [
      await train(makeShop()),
      await train([...makeShop()].reverse()),
      await train(makeShop(), { kernels: createJsKernels() }),
    ];
    expect(again.packed.files).toEqual(first.packed.files);
    expect(plain.packed.files).toEqual(first.packed.files);
  }, 30_000);

  it('says in the manifest what the bundle was made of', async () => {
    const rows = makeShop();
    const { packed, learned } = await train(rows);
    const times = rows.map(([, , time]) => time);
    expect(packed.manifest.counts).toEqual({ items: 40, shoppers: 60, interactions: rows.length });
    expect(packed.manifest.window).toEqual({
      from: new Date(Math.min(...times)).toISOString(),
      to: new Date(Math.max(...times)).toISOString(),
    });
    expect(packed.manifest.card).toMatchObject({ model: 'popularity + als + transitions', metrics: learned.metrics });
    expect(packed.manifest.card.params).toMatchObject({ seed: 1, als: learned.config.als });
    expect(packed.manifest.serving).toMatchObject({ blend: learned.blend, repeats: learned.repeats });
    expect(packed.manifest.card.params.tables).toEqual(learned.tables);
    expect((await openPacked(packed)).catalogue.size).toBe(40);
  });

  it('says how a log is read only where the config does', async () => {
    const reading = { bounceSeconds: 5, dwellSeconds: 0, negativeWeights: { dismissed: 2 } };
    const told = { ...config, ...reading };
    const { packed } = await train(makeShop(), { learned: defaultLearned(told), config: told });
    expect(packed.manifest.serving).toMatchObject(reading);
    expect((await openPacked(packed)).manifest.serving).toMatchObject(reading);
    const usual = await train(makeShop(), { learned: defaultLearned(config) });
    for (const key of Object.keys(reading)) expect(usual.packed.manifest.serving).not.toHaveProperty(key);
  });

  it('learns that order tells, on a shop that walks its shelves', async () => {
    const { learned } = await train(makeShop());
    expect(learned.blend.transitions).toBeGreaterThan(0);
    expect(learned.metrics['newItems.ndcg@10']).toBeGreaterThan(0.3);
    expect(learned.metrics.shoppers).toBeGreaterThan(20);
  });

  it('learns whether bought items may return', async () => {
    const again = Array.from({ length: 60 }, (_, s) =>
      Array.from({ length: 20 }, (_, n): LogRow => [`s${s}`, `i${(s * 7 + (n % 3)) % 40}`, (3 * n + (s % 3)) * DAY]),
    ).flat();
    expect((await train(again)).learned.repeats).toBe('allow');
    const never = Array.from({ length: 60 }, (_, s) =>
      Array.from({ length: 20 }, (_, n): LogRow => [`s${s}`, `i${(s + n) % 40}`, (3 * n + (s % 3)) * DAY]),
    ).flat();
    expect((await train(never)).learned.repeats).toBe('exclude');
  });

  it('obeys the config where it names what would be learned', async () => {
    const fixed = parseConfig({ repeats: 'exclude', als: { dimensions: 16, alpha: 0.2, lambda: 0.02 } });
    const { learned } = await train(makeShop({ repeats: 0.5 }), { config: fixed });
    expect(learned).toMatchObject({ repeats: 'exclude', config: { als: { alpha: 0.2, lambda: 0.02 } } });
  });

  it('ships the defaults where too few shoppers come back to learn from', async () => {
    const { learned, packed } = await train(makeShop({ shoppers: 10 }));
    expect(learned).toEqual(defaultLearned(config, DEFAULT_MODELS));
    expect(packed.manifest.card.metrics).toEqual({});
    expect((await train([['a', 'x', 1]])).learned).toEqual(defaultLearned(config, DEFAULT_MODELS));
  });

  it('learns from a log without a clock by the ends of its histories', async () => {
    const { learned, packed } = await trainBundle({ log: makeLog(makeShop(), { hasTimes: false }), config });
    expect(learned.metrics.shoppers).toBe(60);
    expect(learned.metrics['newItems.ndcg@10']).toBeGreaterThan(0.3);
    expect(packed.manifest.serving.halfLifeDays).toBe(0);
  });

  it('tells its progress, each stage up to its end', async () => {
    const last = new Map<string, [number, number]>();
    await train(makeShop(), { progress: (stage, done, total) => last.set(stage, [done, total]) });
    expect([...last.keys()]).toEqual(expect.arrayContaining(['als', 'transitions', 'blend']));
    for (const [stage, [done, total]] of last) expect(done, stage).toBe(total);
  });

  it('refuses a log that says nothing of taste', async () => {
    await expect(train([['a', 'x', 1, 'refund']])).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
  });
});
