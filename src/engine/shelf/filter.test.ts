import { describe, expect, it } from 'vitest';
import { type Bitmap, hasBit } from '../candidates/bitmap.ts';
import { numberLog, readProfile } from '../profile/readProfile.ts';
import { BOWLS_AND_LAMPS, did, openShop, SERVING, START } from '../testing/bundle.test-support.ts';
import { filterItems } from './filter.ts';
import type { RecommendRequest } from './types.ts';

const { catalogue } = await openShop({
  ...BOWLS_AND_LAMPS,
  inStock: Array.from({ length: 12 }, (_, i) => (i === 11 ? 0 : 1)),
});
const HOUR = 3_600_000;

function allowedBy(request: Partial<RecommendRequest>, log = [did('view_item', 'b1', 0)], serving = SERVING) {
  const profile = readProfile(numberLog(log, catalogue), serving);
  const { eligible, preferred } = filterItems(catalogue, serving, profile, { k: 5, ...request });
  const idsOf = (mask: Bitmap) => catalogue.ids.filter((_, i) => hasBit(mask, i));
  return { eligible: idsOf(eligible), preferred: idsOf(preferred) };
}

const IN_STOCK = catalogue.ids.filter((itemId) => itemId !== 'l6');
const without = (...ids: string[]) => IN_STOCK.filter((itemId) => !ids.includes(itemId));

describe('filterItems', () => {
  it('leaves out what is out of stock, and would rather not show what was taken', () => {
    expect(allowedBy({})).toEqual({ eligible: IN_STOCK, preferred: without('b1') });
    expect(allowedBy({ repeats: 'allow' }).preferred).toEqual(IN_STOCK);
    expect(allowedBy({}, undefined, { ...SERVING, repeats: 'allow' }).preferred).toEqual(IN_STOCK);
    expect(allowedBy({ repeats: 'exclude' }, undefined, { ...SERVING, repeats: 'allow' }).preferred).toEqual(
      without('b1'),
    );
  });

  it('leaves out what is excluded and what the page shows; ids it does not know change nothing', () => {
    expect(allowedBy({ exclude: ['b2', 'nowhere', '__proto__'], context: ['l1'] }).eligible).toEqual(
      without('b2', 'l1'),
    );
  });

  it('keeps to the category and below it', () => {
    expect(allowedBy({ category: 'Home > Bowls' }).eligible).toEqual(['b1', 'b2', 'b3', 'b4', 'b5', 'b6']);
    expect(allowedBy({ category: 'Home' }).eligible).toEqual(IN_STOCK);
    expect(allowedBy({ category: 'Home > Bow' }).eligible).toEqual([]);
    expect(allowedBy({ category: 'home' }).eligible).toEqual([]);
  });

  it('rests what was bought for as long as the bundle says', () => {
    const bought = [did('purchase', 'b1', 0)];
    const hoursLater = (hours: number, justBoughtHours = 24) =>
      allowedBy({ now: START + hours * HOUR, repeats: 'allow' }, bought, { ...SERVING, justBoughtHours }).eligible;
    expect(allowedBy({ repeats: 'allow' }, bought).eligible).toEqual(without('b1'));
    expect(hoursLater(23.9)).toEqual(without('b1'));
    expect(hoursLater(24)).toEqual(IN_STOCK);
    expect(hoursLater(0, 0)).toEqual(IN_STOCK);
    expect(hoursLater(-5)).toEqual(without('b1'));
    // A clock behind the log must not make "may return at once" a rest.
    expect(hoursLater(-5, 0)).toEqual(IN_STOCK);
  });

  it('joins paths and brands by or, filters by and', () => {
    expect(allowedBy({ category: ['Home > Bowls', 'Home > Lamps'] }).eligible).toEqual(IN_STOCK);
    expect(allowedBy({ category: ['Home > Bowls', 'Garage'], brand: 'Birch' }).eligible).toEqual(['b4', 'b5', 'b6']);
    expect(allowedBy({ brand: ['Ash', 'Birch'], only: ['l6', 'l5', 'nowhere'] }).eligible).toEqual(['l5']);
    expect(allowedBy({ category: [], brand: [] }).eligible).toEqual(IN_STOCK);
    expect(allowedBy({ only: [] }).eligible).toEqual([]);
    expect(allowedBy({ brand: 'constructor' }).eligible).toEqual([]);
  });

  it('keeps to prices as the feed has them, both ends included', () => {
    expect(allowedBy({ price: { min: 18.99, max: 19.99 } }).eligible).toEqual(['l1', 'b2']);
    expect(allowedBy({ price: { max: 10.99 } }).eligible).toEqual(['b6']);
    expect(allowedBy({ price: { min: 20.99 } }).eligible).toEqual(['b1']);
    expect(allowedBy({ price: {} }).eligible).toEqual(IN_STOCK);
  });

  it('leaves an unknown price out of every price filter', async () => {
    const odd = (await openShop({ ids: ['free', 'unknown'], price: [0, Number.NaN] })).catalogue;
    const profile = readProfile([], SERVING);
    for (const [price, expected] of [
      [{ min: 0 }, 1],
      [{ max: 1e9 }, 1],
      [{}, 3],
    ] as const)
      expect(filterItems(odd, SERVING, profile, { price }).eligible[0]).toBe(expected);
  });

  it('shows what is sold out where that is asked for', () => {
    expect(allowedBy({ inStock: false }).eligible).toEqual(catalogue.ids);
    expect(allowedBy({ inStock: true }).eligible).toEqual(IN_STOCK);
    // Nothing of one request lasts to the next.
    expect(allowedBy({}).eligible).toEqual(IN_STOCK);
  });
});
