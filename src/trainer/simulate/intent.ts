import type { Random } from '../random.ts';
import { KINDS } from './assortment/index.ts';
import { giftShareOf, seasonOf } from './calendar.ts';
import type { Shopfront } from './shopfront.ts';
import { makeTaste } from './shoppers.ts';
import type { Shopper, Taste } from './types.ts';

/** Why somebody came. */
export interface Intent {
  name: 'replenish' | 'gift' | 'complete' | 'return' | 'browse' | 'need';
  /** Whose taste decides: the shopper's own, or that of who gets the present. */
  taste: Taste;
  /** Pull of each kind in this session. */
  needs: ArrayLike<number>;
  /** The kind looked at first. */
  kind: number;
  /** True where the session begins on the front page. */
  isFront: boolean;
  /** The item whose complements are looked at first. */
  anchor?: number;
  /** The product page the session begins on. */
  landing?: number;
  /** True where the landing item is bought without looking around. */
  isDirect: boolean;
}

/** Demand for each kind on a day: computed once a day, not once a session. */
export const seasons = (day: number): Float64Array => Float64Array.from(KINDS, (kind) => seasonOf(kind, day));

export function makeIntent(
  shopper: Shopper,
  shop: Shopfront,
  random: Random,
  day: number,
  season: Float64Array,
): Intent {
  const needs = shopper.kinds.map((need, kind) => (shop.byKind[kind]!.length > 0 ? need * season[kind]! : 0));
  const own = { taste: shopper.taste, needs, isFront: false, isDirect: false };
  const due = dueItem(shopper, shop, day);
  if (due !== undefined && random.chance(0.8)) {
    const kind = shop.items[due]!.kind;
    // Most take the same again; some choose anew within the kind.
    return random.chance(0.72)
      ? { ...own, name: 'replenish', kind, landing: due, isDirect: true }
      : { ...own, name: 'replenish', kind };
  }
  if (random.chance(giftShareOf(day))) {
    const gifts = needs.map((_, kind) =>
      shop.byKind[kind]!.length > 0 ? (KINDS[kind]!.gift ?? 0.2) ** 2 * season[kind]! : 0,
    );
    const kind = Math.max(0, random.weighted(gifts));
    return { ...own, name: 'gift', taste: makeTaste(random), needs: gifts, kind };
  }
  const kind = Math.max(0, random.weighted(needs));
  const last = lastBought(shopper, shop, day);
  if (last !== undefined && random.chance(0.4)) return { ...own, name: 'complete', kind, anchor: last };
  const remembered = shopper.seen.at(-1 - random.below(4));
  if (remembered !== undefined && shop.isOnSale(remembered) && random.chance(0.25))
    return { ...own, name: 'return', kind: shop.items[remembered]!.kind, landing: remembered };
  if (random.chance(0.22)) return { ...own, name: 'browse', kind, isFront: true };
  return { ...own, name: 'need', kind };
}

/** A consumable that should be used up by now, the longest overdue first. */
function dueItem(shopper: Shopper, shop: Shopfront, day: number): number | undefined {
  let due: number | undefined;
  let most = 0;
  for (const [item, bought] of shopper.bought) {
    const renewDays = KINDS[shop.items[item]!.kind]!.renewDays;
    if (renewDays === undefined || !shop.isOnSale(item)) continue;
    const overdue = day - bought - renewDays;
    // After three spans without it they have found another shop for it.
    if (overdue >= 0 && overdue < 2 * renewDays && overdue + 1 > most) {
      most = overdue + 1;
      due = item;
    }
  }
  return due;
}

/** True where a need brings the shopper to the shop by itself. */
export const isDue = (shopper: Shopper, shop: Shopfront, day: number): boolean =>
  dueItem(shopper, shop, day) !== undefined;

function lastBought(shopper: Shopper, shop: Shopfront, day: number): number | undefined {
  let last: number | undefined;
  for (const [item, bought] of shopper.bought) if (day - bought <= 21 && shop.isOnSale(item)) last = item;
  return last;
}
