import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import type { EventLog } from '../tables/log.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import type { Trained, TrainInput } from '../train.ts';
import { type BenchmarkInput, benchmark } from './benchmark.ts';
import { splitShoppers } from './protocols/foldIn.ts';

/** Every bundle that a benchmark trains. */
const trained = vi.hoisted(() => [] as Trained[]);

vi.mock('../train.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../train.ts')>();
  return {
    ...real,
    trainBundle: async (input: TrainInput) => {
      const result = await real.trainBundle(input);
      trained.push(result);
      return result;
    },
  };
});

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => {
  trained.length = 0;
});

const config = parseConfig({ als: { dimensions: 16 }, sources: ['factors', 'transitions', 'neighbours'] });
const rows = makeShop();

/** The bytes of every bundle of a run, ours and the baselines. */
async function bytesOf(input: Partial<BenchmarkInput> & Pick<BenchmarkInput, 'protocol' | 'log'>) {
  trained.length = 0;
  await benchmark({ config, seeds: 1, ...input });
  return trained.map(({ packed }) => packed.files);
}

/** Rows of the same shoppers at the same times, but of other items: what comes is not what came. */
const scrambled = (part: readonly LogRow[]): LogRow[] =>
  part.map(([shopper, , time], i) => [shopper, i % 3 ? `a-novelty-${i % 7}` : 'i39', time]);
const lastOf = (all: readonly LogRow[]) => {
  const last = new Map<string, LogRow>();
  for (const row of all) if (row[2] >= (last.get(row[0])?.[2] ?? 0)) last.set(row[0], row);
  return new Set(last.values());
};

describe('what the test predicts reaches neither models nor settings', () => {
  it('leave-last-out: the last item of every sequence', async () => {
    const last = lastOf(rows);
    const changed = [...rows.filter((row) => !last.has(row)), ...scrambled([...last])];
    const of = (all: readonly LogRow[]) =>
      bytesOf({ protocol: 'leave-last-out', log: makeLog(all, { hasTimes: false }) });
    const before = await of(rows);
    expect(before.length).toBe(4);
    expect(await of(changed)).toEqual(before);
    // Validation's item is known to settings, and may change the bundle; nothing else says that this test can fail.
    const second = lastOf(rows.filter((row) => !last.has(row)));
    const earlier = rows.filter((row) => !last.has(row) && !second.has(row));
    expect(await of([...scrambled(earlier), ...second, ...last])).not.toEqual(before);
  });

  it('next-item: the newest sessions', async () => {
    // Each shopper is a session; they begin one after the other.
    const sessions = rows.map(
      ([shopper, item, time]): LogRow => [shopper, item, Number(shopper.slice(1)) * 1e12 + time],
    );
    const of = (all: readonly LogRow[]) => {
      const log = makeLog(all, { hasTimes: false });
      return bytesOf({ protocol: 'next-item', log: { ...log, session: log.shopper } });
    };
    const isTest = ([shopper]: LogRow) => shopper >= 's054';
    const before = await of(sessions);
    expect(await of([...sessions.filter((row) => !isTest(row)), ...scrambled(sessions.filter(isTest))])).toEqual(
      before,
    );
  });

  it('fold-in: all that held-out shoppers took', async () => {
    const log = makeLog(rows);
    const share = { share: 0.1, seed: 1, stream: 'test', eventWeights: config.eventWeights };
    const held = new Set(splitShoppers(log, share).cases.map(({ shopper }) => shopper));
    expect(held.size).toBe(6);
    // The same number of different items, so that the same shoppers are drawn.
    const items = new Map(log.items.map((item, i) => [item, i < 20 ? `a-novelty-${i}` : log.items[59 - i]!]));
    const changed = rows.map(
      ([shopper, item, time]): LogRow => [shopper, held.has(shopper) ? items.get(item)! : item, time],
    );
    const before = await bytesOf({ protocol: 'fold-in', log });
    expect(await bytesOf({ protocol: 'fold-in', log: makeLog(changed) })).toEqual(before);
  });

  it('pairs: the test file', async () => {
    const last = lastOf(rows);
    const train = makeLog(
      rows.filter((row) => !last.has(row)),
      { hasTimes: false },
    );
    const of = (test: EventLog) => bytesOf({ protocol: 'pairs', log: train, test });
    const before = await of(makeLog([...last]));
    expect(await of(makeLog(scrambled([...last])))).toEqual(before);
  });
});
