import { createJsKernels } from '../../engine/kernels/js.ts';
import { parseConfig } from '../config.ts';
import type { FitInput, Learned } from '../fit.ts';
import { defaultLearned } from '../learn.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import type { CatalogueRow, EventLog } from '../tables/log.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';

const DAY = 86_400_000;

/** A small shop whose purchases, some of them again, have prices that drift and pieces, each after a look; its catalogue says what may be said. */
export function pricedShop({ shoppers = 60, days = 60, seed = 1 } = {}): EventLog {
  const rows = makeShop({ shoppers, days, seed, repeats: 0.3 }).flatMap(([shopper, item, time]): LogRow[] => [
    [shopper, item, time, 'view_item'],
    [shopper, item, time + 60_000, 'purchase'],
  ]);
  const log = makeLog(rows, { catalogue: catalogueOf() });
  const random = new Random(seed, 'prices');
  for (let row = 0; row < log.item.length; row++) {
    if (row % 2 === 0) continue;
    log.price[row] = 5 + log.item[row]! + log.time[row]! / DAY / 30 + random.next();
    log.quantity[row] = 1 + random.below(3);
  }
  return log;
}

const catalogueOf = (): CatalogueRow[] =>
  Array.from({ length: 40 }, (_, item) => ({
    itemId: `i${String(item).padStart(2, '0')}`,
    category: `Home > ${['Bowls', 'Lamps', 'Rugs', 'Vases'][Math.floor(item / 10)]}`,
    brand: item % 3 === 0 ? 'Ash' : 'Birch',
    price: 6 + item,
    inStock: item % 7 !== 0,
    created: item * DAY,
  }));

/** What the shop is fitted with: no more than it takes to have candidates. */
export function fittingOf(log: EventLog): { input: FitInput; learned: Learned } {
  const config = parseConfig({ repeats: 'allow', ranker: { candidates: 12 } });
  const models = [popularity, transitions];
  const input = { log, models, config, kernels: createJsKernels(), progress: silent };
  return { input, learned: defaultLearned(config, models) };
}
