import { describe, expect, it } from 'vitest';
import type { Interaction } from '../events.ts';
import { BOWLS_AND_LAMPS, did, openShop, SERVING } from '../testing/bundle.test-support.ts';
import { numberLog, readProfile } from './readProfile.ts';
import { summariseProfile } from './summary.ts';

const { catalogue } = await openShop(BOWLS_AND_LAMPS);
const summaryOf = (log: Interaction[], serving = SERVING) =>
  summariseProfile(log, readProfile(numberLog(log, catalogue), serving), catalogue);

describe('summariseProfile', () => {
  it('says in ids what is known, strongest first', () => {
    const log = [
      did('view_item', 'b1', 0),
      did('view_item', 'nowhere', 0),
      did('add_to_cart', 'l1', 0),
      did('view_item', 'b2', 0),
    ];
    expect(summaryOf(log, { ...SERVING, halfLifeDays: 0 })).toEqual({
      interactions: log,
      interests: [
        { itemId: 'l1', weight: 1 },
        { itemId: 'b2', weight: 1 / 3 },
        { itemId: 'b1', weight: 1 / 3 },
      ],
      categories: [
        { category: 'Home > Lamps', share: 3 / 5 },
        { category: 'Home > Bowls', share: 2 / 5 },
      ],
      cart: ['l1'],
      sessionLength: 3,
    });
  });

  it('of an empty log is empty', () => {
    expect(summaryOf([])).toEqual({ interactions: [], interests: [], categories: [], cart: [], sessionLength: 0 });
  });

  it('has no NaN where everything is too old to weigh', () => {
    const old = [did('view_item', 'b1', 0), did('view_item_list', 'b2', 1e9)];
    const { interests, categories } = summaryOf(old, { ...SERVING, halfLifeDays: 0.1 });
    expect(interests).toEqual([{ itemId: 'b1', weight: 0 }]);
    expect(categories).toEqual([{ category: 'Home > Bowls', share: 0 }]);
  });
});
