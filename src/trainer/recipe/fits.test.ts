import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { loadKernels } from '../kernels.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { silent } from '../progress.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { createFits, someShoppers } from './fits.ts';
import { withSettings } from './settings.ts';

const log = makeLog(makeShop());
const config = parseConfig();

it('fits each choice once, and puts into a bundle what is asked and no more', async () => {
  let count = 0;
  const counted: Model = {
    ...transitions,
    fit(tables, context) {
      count++;
      return transitions.fit(tables, context);
    },
  };
  const input = { log, models: [popularity, counted], config, kernels: await loadKernels(), progress: silent };
  const fits = createFits(input, log);
  const short = { model: counted, config: withSettings(counted, config, { keep: 3 }) };
  const both = [
    { model: popularity, config },
    { model: counted, config },
  ];
  const first = await fits.engineOf(both);
  await fits.engineOf([...both].reverse());
  expect(count).toBe(1);
  expect(Object.keys((await fits.engineOf([short])).sources)).not.toContain('popularity');
  expect(count).toBe(2);
  expect(Object.keys(first.sources)).toEqual(expect.arrayContaining(['popularity', 'transitions']));
});

it('lets families tune on fewer shoppers where histories are long', async () => {
  const input = { log, models: [], config, kernels: await loadKernels(), progress: silent };
  const short = createFits(input, log);
  expect(short.tuning).toBe(short.tables);
  const long = makeLog(
    Array.from({ length: 90_000 }, (_, row): LogRow => [`s${row % 90}`, `i${row % 37}`, row * 1000]),
  );
  const { tuning, tables } = createFits({ ...input, log: long }, long);
  expect(tables.shoppers).toBe(90);
  expect(tuning.shoppers).toBe(45);
});

it('takes whole shoppers, spread evenly, and all where they are few', () => {
  expect(someShoppers(log, log.item.length)).toBe(log);
  const some = someShoppers(log, log.item.length / 3);
  expect(some.shoppers).toHaveLength(20);
  for (const shopper of some.shoppers) {
    const rowsOf = (one: typeof log) => one.shopper.filter((number) => one.shoppers[number] === shopper).length;
    expect(rowsOf(some)).toBe(rowsOf(log));
  }
});
