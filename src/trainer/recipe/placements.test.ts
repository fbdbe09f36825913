import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { als } from '../models/als.ts';
import { popularity } from '../models/popularity.ts';
import { together } from '../models/together.ts';
import { transitions } from '../models/transitions.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { learnPlacements, withCarts } from './placements.ts';
import { chooseSplit } from './split.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * Visits of two views each, the second always the item after the first, and a basket of three that lie ten apart: on a product page order
 * tells, in a cart what goes together.
 */
function visits(): LogRow[] {
  const random = new Random(3, 'placements');
  const rows: LogRow[] = [];
  for (let shopper = 0; shopper < 260; shopper++)
    for (let visit = 0; visit < 6; visit++) {
      const time = visit * 10 * DAY + random.below(9 * DAY);
      const id = (item: number) => `i${String(item % 40).padStart(2, '0')}`;
      const viewed = random.below(40);
      const bought = random.below(10);
      for (let step = 0; step < 2; step++)
        rows.push([`s${String(shopper).padStart(3, '0')}`, id(viewed + step), time + step * MINUTE, 'view_item']);
      for (let piece = 0; piece < 3; piece++)
        rows.push([`s${String(shopper).padStart(3, '0')}`, id(bought + 10 * piece), time + 20 * MINUTE, 'purchase']);
    }
  return rows;
}

const log = makeLog(visits());
const config = parseConfig({ als: { dimensions: 16, sweeps: 2 }, together: { minBaskets: 20 } });
const split = chooseSplit(log, config);
const models = [popularity, als, transitions, together];
const taste = { factors: 1 };
const learned = async (silent: readonly ('together' | 'transitions')[] = []) => {
  const { engine } = await trainEngine({ log: split.earlier, models, config }, { blend: taste, repeats: 'allow' });
  return learnPlacements(engine, log, split, taste, { repeats: 'allow', silent });
};

describe('learnPlacements', () => {
  it('learns what tells on a product page and in a cart, better than the home page does', async () => {
    const placed = await learned();
    expect(placed.map(({ placement }) => placement)).toEqual(['product', 'cart']);
    for (const { own, home, cases } of placed) {
      expect(own).toBeGreaterThan(1.01 * home);
      expect(cases).toBeGreaterThanOrEqual(200);
    }
    expect(placed[0]!.blend.transitions).toBeGreaterThan(0);
    // Transitions count what is bought at one moment both ways, so they may do for it.
    const { together: basket = 0, transitions: order = 0 } = placed[1]!.blend;
    expect(basket + order).toBeGreaterThan(0);
  });

  it('counts on no table that does not ship', async () => {
    for (const { blend } of await learned(['together', 'transitions']))
      for (const name of ['together', 'transitions']) expect(blend).not.toHaveProperty(name);
  });

  it('learns nothing without a clock, or of few', async () => {
    const { engine } = await trainEngine({ log: split.earlier, models, config }, { blend: taste });
    const options = { repeats: 'allow' as const, silent: [] };
    expect(learnPlacements(engine, { ...log, hasTimes: false }, split, taste, options)).toEqual([]);
    const few = { ...split, cases: split.cases.slice(0, 50) };
    expect(learnPlacements(engine, log, few, taste, options)).toEqual([]);
  });
});

describe('withCarts', () => {
  const cart = (blend: Record<string, number>) => [{ placement: 'cart' as const, blend, home: 0, own: 1, cases: 300 }];

  it('silences what goes together only where the cart has learned to do without', () => {
    expect(withCarts({}, cart({ factors: 1 }))).toEqual({ cart: { together: { quota: 0 } } });
    expect(withCarts({}, cart({ together: 1 }))).toEqual({});
    expect(withCarts({ home: {} }, [])).toEqual({ home: {} });
  });

  it('leaves what the config says', () => {
    const given = { cart: { together: { quota: 30 } } };
    expect(withCarts(given, cart({ factors: 1 }))).toEqual(given);
  });
});
