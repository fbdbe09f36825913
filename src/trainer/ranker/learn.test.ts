import { afterEach, describe, expect, it, vi } from 'vitest';
import { RANKING_FEATURES } from '../../engine/ranking/inputs/inputs.ts';
import { splitAt } from '../evaluation/protocols/temporal.ts';
import { Random } from '../random.ts';
import type { EventLog } from '../tables/log.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { learnRanker } from './learn.ts';
import { fittingOf, pricedShop } from './pricedShop.test-support.ts';
import type { RankingRows, ShelfQuestion } from './rows.ts';

const DAY = 86_400_000;
const WEIGHTS = { view_item: 1, purchase: 5 };

const asked = vi.hoisted(() => ({
  calls: [] as { questions: readonly ShelfQuestion[]; rows: RankingRows }[],
  fits: 0,
}));
vi.mock('./rows.ts', async (original) => {
  const { collectRankingRows, ...rest } = await original<typeof import('./rows.ts')>();
  return {
    ...rest,
    // All candidates, so that which are drawn hides nothing.
    collectRankingRows: async (...[engine, questions, options]: Parameters<typeof collectRankingRows>) => {
      const all = { ...options, features: RANKING_FEATURES, negatives: undefined };
      // Some of them tell as much as all, and in less time.
      const some = questions.slice(0, 50);
      const rows = await collectRankingRows(engine, some, all);
      asked.calls.push({ questions: some, rows });
      return rows;
    },
  };
});
vi.mock('./fitRanker.ts', () => ({
  fitRanker: async () => {
    asked.fits++;
  },
}));
afterEach(() => {
  asked.calls.length = 0;
  asked.fits = 0;
});

/** Every question that a ranker is learned from, by its moment, kind and history: all features of its candidates, and which these are. */
async function questionsOf(log: EventLog, cut: number): Promise<Map<string, { now: number; bytes: Buffer }>> {
  const { input, learned } = fittingOf(log);
  asked.calls.length = 0;
  await learnRanker(input, learned, splitAt(log, cut, WEIGHTS));
  const found = new Map<string, { now: number; bytes: Buffer }>();
  for (const { questions, rows } of asked.calls)
    questions.forEach(({ history, request }, group) => {
      const [start, end] = [rows.offsets[group]!, rows.offsets[group + 1]!];
      const parts = [rows.items, ...rows.columns].map((column) => new Uint8Array(column.slice(start, end).buffer));
      found.set(JSON.stringify([request, history]), { now: request.now!, bytes: Buffer.concat(parts) });
    });
  return found;
}

/** What a log says from `cut` on, made up: other items, some of them unheard of, and other events, prices, pieces and times; its catalogue, today's. */
function scramble(log: EventLog, cut: number): EventLog {
  const random = new Random(7, 'scramble');
  const end = log.time.reduce((a, b) => Math.max(a, b));
  const rows: [LogRow, { price: number; quantity: number }][] = [];
  for (let row = 0; row < log.item.length; row++) {
    const shopper = log.shoppers[log.shopper[row]!]!;
    const [price, quantity] = [log.price[row]!, log.quantity[row]!];
    if (log.time[row]! < cut) {
      rows.push([
        [shopper, log.items[log.item[row]!]!, log.time[row]!, log.price[row]! > 0 ? 'purchase' : 'view_item'],
        { price, quantity },
      ]);
      continue;
    }
    // The log is as long as it was: where it is cut goes by that.
    const time = log.time[row] === end ? end : Math.floor(cut + random.next() * (end - cut));
    const item = random.chance(0.2) ? `new${random.below(9)}` : log.items[random.below(log.items.length)]!;
    const event = random.chance(0.5) ? 'purchase' : 'view_item';
    rows.push([[shopper, item, time, event], { price: 1 + 99 * random.next(), quantity: 1 + random.below(9) }]);
  }
  const ordered = rows.sort(([a], [b]) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[2] - b[2]));
  const catalogue = log.catalogue.map((row) => ({ ...row, price: 200 * random.next(), inStock: random.chance(0.5) }));
  catalogue.push({ itemId: 'new1', category: 'Attic', brand: 'Aspen', price: 3, inStock: true });
  const scrambled = makeLog(
    ordered.map(([row]) => row),
    { catalogue },
  );
  ordered.forEach(([, { price, quantity }], row) => {
    scrambled.price[row] = price;
    scrambled.quantity[row] = quantity;
  });
  return scrambled;
}

describe('what a ranker is learned from', () => {
  it('does not change with what came at its moment or after', async () => {
    const log = pricedShop({ shoppers: 115, days: 36 });
    const cut = 30 * DAY;
    const before = await questionsOf(log, cut);
    const moments = [...new Set([...before.values()].map(({ now }) => now))].sort((a, b) => b - a);
    expect(moments.length).toBeGreaterThan(1);
    expect(asked.fits).toBe(1);
    for (const moment of [moments[0]!, moments[0]! - DAY, moments.at(-1)!]) {
      const after = await questionsOf(scramble(log, moment), cut);
      let [held, seen] = [0, 0];
      for (const [key, { now, bytes }] of before) {
        // Who came back may not now: what was taken is another matter.
        const again = after.get(key)?.bytes;
        if (!again) continue;
        // A later moment's history is another one, but for who did nothing in between: what the shop knew then is changed.
        if (now > moment && !again.equals(bytes)) seen++;
        if (now > moment) continue;
        expect(again.equals(bytes), key).toBe(true);
        held++;
      }
      expect(held).toBeGreaterThan(40);
      // The test of the test: what lies before a moment is found out where it changes.
      if (moment === moments[0]! - DAY) expect(seen).toBeGreaterThan(0);
    }
  }, 30_000);
});

describe('learnRanker', () => {
  it('learns nothing where it is off, where histories have no order, and of too few shoppers', async () => {
    const log = pricedShop({ shoppers: 20 });
    const { input, learned } = fittingOf(log);
    const split = splitAt(log, 50 * DAY, WEIGHTS);
    const off = { ...input, config: { ...input.config, ranker: { ...input.config.ranker, use: 'off' as const } } };
    expect(await learnRanker(off, learned, split)).toBeUndefined();
    expect(await learnRanker({ ...input, log: { ...log, hasOrder: false } }, learned, split)).toBeUndefined();
    expect(await learnRanker(input, learned, split)).toBeUndefined();
    expect([asked.calls.length, asked.fits]).toEqual([0, 0]);
  });
});
