import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../config.ts';
import { silent } from '../../progress.ts';
import { Random } from '../../random.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import type { TrainInput } from '../../train.ts';
import { UNLEARNED } from '../../trainEngine.ts';
import { measureTrained, type Task } from '../measure.ts';
import { makeTrial, type TrialInput } from '../protocols/trial.ts';
import { measureCold } from './measure.ts';

/** All that is trained on. */
const inputs = vi.hoisted(() => [] as TrainInput[]);

vi.mock('../../train.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../train.ts')>();
  return {
    ...real,
    trainBundle: (input: TrainInput) => {
      inputs.push(input);
      return real.trainBundle(input);
    },
  };
});

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DAY = 86_400_000;
const WORDS = ['linen', 'copper', 'walnut', 'paper'];
const random = new Random(1, 'cold');
/** Shoppers with a taste each for a hundred items at random; the last fifty of them come after all others are known. */
const rows = Array.from({ length: 200 }, (_, s) =>
  Array.from({ length: 16 }, (_, i): LogRow => {
    const day = s < 150 ? 2 * i : 25 + i / 3;
    return [`s${String(s).padStart(3, '0')}`, `${WORDS[s % 4]}-${random.below(100)}`, day * DAY];
  }),
).flat();
const log = makeLog(rows);
const catalogue = log.items.map((itemId) => ({ itemId, title: itemId.replace('-', ' no. ') }));
const config = parseConfig({ als: { dimensions: 16, alpha: 0.1, lambda: 0.01 }, sources: ['factors', 'content'] });

/** A benchmark whose recipe is given. */
async function cold(input: Pick<TrialInput, 'protocol'> & Partial<TrialInput>) {
  const { test } = makeTrial({ log, config, ...input });
  const task: Task = { test, catalogue, cutoffs: [10], config, progress: silent };
  const measured = await measureTrained({
    ...task,
    learned: { ...UNLEARNED, blend: { factors: 1, content: 1, popularityShort: 0.1 } },
  });
  return measureCold({ log, ...input }, task, { learned: measured.trained.learned, engine: measured.engine });
}

describe('measureCold', () => {
  const ask = { protocol: 'temporal', days: 6 } as const;
  let temporal: Awaited<ReturnType<typeof cold>>;
  beforeAll(async () => {
    temporal = await cold(ask);
  });

  it('fits what was learned once more without the items, and finds them by what is written of them', () => {
    const { items } = temporal;
    const [first, refit] = inputs;
    expect(refit!.learned!.blend).toEqual(first!.learned!.blend);
    const held = refit!.catalogue!.map(({ itemId }) => itemId).filter((id) => !refit!.log.items.includes(id));
    expect(items!.items).toBe(held.length);
    expect(refit!.log.items.length + held.length).toBe(first!.log.items.length);
    const { amongNew, amongAll, cases, chance } = items!;
    expect(cases).toBeGreaterThan(20);
    // Of the new, about a quarter are of the shopper's taste: places for all of them.
    expect(chance).toBeLessThan(0.75);
    expect(amongNew.metrics['recall@20']).toBe(1);
    const { 'ndcg@20': value } = amongNew.metrics;
    const [low, high] = amongNew.intervals['ndcg@20']!;
    expect(low).toBeLessThan(value!);
    expect(high).toBeGreaterThan(value!);
    expect(amongAll.metrics['recall@20']).toBeLessThan(1);
  });

  it('asks for shoppers of whom training had nothing, better told after a click', () => {
    const { shoppers } = temporal;
    expect(shoppers!.newcomers).toBe(50);
    expect(inputs[0]!.log.shoppers).toHaveLength(150);
    const [none, one] = shoppers!.after.map(({ metrics }) => metrics['ndcg@10']!);
    expect(one).toBeGreaterThan(1.5 * none!);
  });

  it('says the same again', async () => {
    expect(await cold(ask)).toEqual(temporal);
  });

  it('takes the held-out shoppers of fold-in, and all of a test file of sessions', async () => {
    expect((await cold({ protocol: 'fold-in', testUsers: 0.2 })).shoppers!.newcomers).toBe(40);
    const test = makeLog(
      rows.filter(([shopper]) => shopper < 's030'),
      { hasTimes: false },
    );
    const train = makeLog(rows, { hasTimes: false });
    expect((await cold({ protocol: 'next-item', log: train, test })).shoppers!.newcomers).toBe(30);
  });

  it('has no new shoppers where a protocol trains on everybody', async () => {
    const { items, shoppers } = await cold({ protocol: 'leave-last-out' });
    expect(shoppers).toBeUndefined();
    expect(items!.cases).toBeGreaterThan(0);
  });
});
