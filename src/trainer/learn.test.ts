import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../engine/kernels/kernels.ts';
import { parseConfig, type TrainConfig } from './config.ts';
import type { FitInput } from './fit.ts';
import { loadKernels } from './kernels.ts';
import { defaultLearned, learn, validationOf } from './learn.ts';
import type { Model } from './models/model.ts';
import { popularity } from './models/popularity.ts';
import { silent } from './progress.ts';
import { Random } from './random.ts';
import { type LogRow, makeLog } from './tables/makeLog.ts';
import { makeShop } from './tables/makeShop.ts';
import { DEFAULT_MODELS } from './train.ts';

const DAY = 86_400_000;
let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** One family a table: the search among several has its own test. */
const settings = (rest: object = {}): TrainConfig =>
  parseConfig({ als: { dimensions: 16 }, models: { factors: 'als', neighbours: 'neighbours' }, ...rest });
const learnOn = (input: Pick<FitInput, 'log' | 'catalogue'>, config = settings(), models = DEFAULT_MODELS) => {
  const given = { ...input, models, config, kernels, progress: silent };
  return learn(given, validationOf(given));
};
const learnFrom = (rows: readonly LogRow[], config = settings(), models: readonly Model[] = DEFAULT_MODELS) =>
  learnOn({ log: makeLog(rows) }, config, models);

describe('learn', () => {
  it('never sees the order in which the file came, and is the same every time', async () => {
    expect(await learnFrom([...makeShop()].reverse())).toEqual(await learnFrom(makeShop()));
  });

  it('splits by time where shoppers come back', async () => {
    const shop = makeShop();
    const end = Math.max(...shop.map(([, , time]) => time));
    const start = Math.min(...shop.map(([, , time]) => time));
    const cut = end - 0.2 * (end - start);
    const back = new Set(shop.filter(([, , time]) => time >= cut).map(([shopper]) => shopper));
    expect((await learnFrom(shop)).metrics.shoppers).toBe(back.size);
  });

  it('asks for the next click where each shopper came once, in one sitting', async () => {
    const sittings = makeShop().map(([shopper, item, time]): LogRow => {
      const day = Number(shopper.slice(1));
      return [shopper, item, day * DAY + time / 1000];
    });
    const { metrics, blend } = await learnFrom(sittings);
    // Several of each shopper who came late: more questions than there are shoppers.
    expect(metrics.shoppers).toBeGreaterThan(60);
    expect(metrics['newItems.ndcg@10']).toBeGreaterThan(0.3);
    expect(blend.transitions).toBeGreaterThan(0);
  });

  it('finds that people buy again in a log without a clock, where purchases are seconds apart', async () => {
    const steps = makeShop({ repeats: 0.6 }).map(([shopper, item, time]): LogRow => [shopper, item, time / DAY]);
    expect((await learnOn({ log: makeLog(steps, { hasTimes: false }) })).repeats).toBe('allow');
  });

  it.each([1, 3, 5, 7])('does not let items return where nobody takes one twice (shop %i)', async (seed) => {
    const rows = makeShop({ seed }).filter(
      ([shopper, item], i, all) => all.findIndex((row) => row[0] === shopper && row[1] === item) === i,
    );
    const log = makeLog(
      rows.map(([shopper, item, time]) => [shopper, item, time / DAY]),
      { hasTimes: false },
    );
    const { repeats, metrics } = await learnOn({ log });
    expect(repeats).toBe('exclude');
    expect(metrics['ndcg@10']).toBe(metrics['newItems.ndcg@10']);
  });

  it('does not see the stock of today', async () => {
    const log = makeLog(makeShop());
    const soldOut = log.items.map((itemId) => ({ itemId, inStock: false }));
    const before = await learnOn({ log });
    expect(await learnOn({ log, catalogue: soldOut })).toEqual(before);
    expect(await learnOn({ log: { ...log, catalogue: soldOut } })).toEqual(before);
  });

  it('finds the ALS setting among a few, and keeps what the config names', async () => {
    const free = await learnFrom(makeShop());
    expect(free.config.als).toMatchObject({ alpha: expect.any(Number), lambda: expect.any(Number) });
    const named = await learnFrom(makeShop(), settings({ als: { dimensions: 16, alpha: 0.7 } }));
    expect(named.config.als.alpha).toBe(0.7);
  });

  it('takes the short memory of popularity where fashion moves weekly', async () => {
    const random = new Random(2, 'fashion');
    const rows = Array.from({ length: 80 }, (_, s) =>
      Array.from({ length: 40 }, (_, n): LogRow => {
        const day = 3 * n + random.below(3);
        // Five items are in fashion at a time, and one of them gives way every other day.
        return [`s${s}`, `i${Math.floor(day / 2) + random.below(5)}`, day * DAY];
      }),
    ).flat();
    const { mainPopularity, blend } = await learnFrom(rows, settings(), [popularity]);
    expect(mainPopularity).toBe('short');
    // What rises is what is in fashion, too.
    expect(Math.max(blend.popularityShort ?? 0, blend.trending ?? 0)).toBeGreaterThan(0.5);
  });

  it('learns from no fewer than twenty shoppers', async () => {
    const config = settings({ repeats: 'exclude' });
    expect(await learnFrom(makeShop({ shoppers: 19 }), config)).toEqual(defaultLearned(config, DEFAULT_MODELS));
    for (const [setting, taken] of [
      ['exclude', 'exclude'],
      ['auto', 'exclude'],
      ['allow', 'allow'],
    ])
      expect(defaultLearned(settings({ repeats: setting })).repeats, setting).toBe(taken);
    expect((await learnFrom(makeShop({ shoppers: 24 }), config)).metrics.shoppers).toBeGreaterThan(19);
  });
});
