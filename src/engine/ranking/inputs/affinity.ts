import type { Profile } from '../../profile/types.ts';
import { columnOf } from './column.ts';
import type { RankingFeature } from './feature.ts';
import { type RankingQuestion, shared } from './question.ts';
import type { Shop } from './shop.ts';

/** Share of the profile's weight by code of a column; codes of 0 are none. */
function sharesOf({ items, weights }: Profile, codes: ArrayLike<number>): Map<number, number> {
  const shares = new Map<number, number>();
  let total = 0;
  items.forEach((item, r) => {
    total += weights[r]!;
    shares.set(codes[item]!, (shares.get(codes[item]!) ?? 0) + weights[r]!);
  });
  if (total > 0) for (const [code, weight] of shares) shares.set(code, weight / total);
  return shares;
}

const categoriesOf = ({ bundle }: Shop) => bundle.catalogue.category;
const brandsOf = ({ bundle }: Shop) => bundle.catalogue.brand;
const departmentsOf = ({ department }: Shop) => department;

/** Share of the history that has the candidate's code, NaN where it has none. */
const shareIn =
  (codesOf: (shop: Shop) => ArrayLike<number>) =>
  (question: RankingQuestion): Float32Array | undefined => {
    const codes = codesOf(question.shop);
    const shares = sharesOf(question.profile, codes);
    let isKnown = false;
    const column = columnOf(question.items, (item) => {
      if (codes[item] === 0) return Number.NaN;
      isKnown = true;
      return shares.get(codes[item]!) ?? 0;
    });
    return isKnown ? column : undefined;
  };

export const categoryShare = shareIn(categoriesOf);

/** Steps back to the newest item of the candidate's code; NaN where there is none. */
const lagOf =
  (codesOf: (shop: Shop) => ArrayLike<number>) =>
  ({ shop, profile, items }: RankingQuestion): Float32Array => {
    const codes = codesOf(shop);
    const lags = new Map<number, number>();
    profile.items.forEach((item, r) => {
      if (!lags.has(codes[item]!)) lags.set(codes[item]!, profile.lags[r]!);
    });
    return columnOf(items, (item) => (codes[item] === 0 ? Number.NaN : (lags.get(codes[item]!) ?? Number.NaN)));
  };

/** How far the price is from the shopper's usual one, in their own deviations; half an octave at least. */
export function priceDistance({ shop, items, history }: RankingQuestion): Float32Array {
  const deviation = Math.max(0.5, history.deviationLogPrice);
  return columnOf(items, (item) => (shop.logPrice[item]! - history.meanLogPrice) / deviation);
}

/** How the item's category, brand and price suit the shopper. */
export const AFFINITY: readonly RankingFeature[] = [
  {
    name: 'categoryShare',
    meaning: "share of the shopper's history in the item's category",
    says: 'category',
    read: (question) => shared(question, categoryShare),
  },
  {
    name: 'departmentShare',
    meaning: "share of the shopper's history in the item's department, the first step of its category",
    says: 'category',
    read: shareIn(departmentsOf),
  },
  {
    name: 'brandShare',
    meaning: "share of the shopper's history of the item's brand",
    says: 'brand',
    read: shareIn(brandsOf),
  },
  {
    name: 'categoryLag',
    meaning: "steps back to the newest item of the item's category; missing where there is none",
    says: 'category',
    read: lagOf(categoriesOf),
  },
  {
    name: 'brandLag',
    meaning: "steps back to the newest item of the item's brand; missing where there is none",
    says: 'brand',
    read: lagOf(brandsOf),
  },
  {
    name: 'categoryCount',
    meaning: "items of the item's category that the shopper took",
    says: 'category',
    read({ shop, profile, items }) {
      const { category } = shop.bundle.catalogue;
      const counts = new Map<number, number>();
      for (const item of profile.items) counts.set(category[item]!, (counts.get(category[item]!) ?? 0) + 1);
      return columnOf(items, (item) => (category[item] === 0 ? Number.NaN : (counts.get(category[item]!) ?? 0)));
    },
  },
  {
    name: 'priceDistance',
    meaning: "log2 of the price less the shopper's mean, in their own standard deviations",
    says: 'price',
    read: (question) => shared(question, priceDistance),
  },
  {
    name: 'ageToHistory',
    meaning: "days by which the item is newer than the mean of the shopper's newest items",
    says: 'new',
    read({ shop, profile, items }) {
      const firstDay = shop.facts?.firstDay;
      if (!firstDay || profile.items.length === 0) return undefined;
      // An item that nobody had taken when the bundle was trained has no first day.
      const known = profile.items.subarray(0, 50).filter((item) => firstDay[item] !== 0);
      let sum = 0;
      for (const item of known) sum += firstDay[item]!;
      const mean = known.length > 0 ? sum / known.length : Number.NaN;
      return columnOf(items, (item) => (firstDay[item] === 0 ? Number.NaN : firstDay[item]! - mean));
    },
  },
  {
    name: 'priceToLast',
    meaning: 'log2 of the price by that of the item taken last',
    says: 'price',
    read({ shop, profile, items }) {
      const last = shop.logPrice[profile.items[0] ?? -1] ?? Number.NaN;
      return columnOf(items, (item) => shop.logPrice[item]! - last);
    },
  },
];
