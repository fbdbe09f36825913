import { columnOf, createColumn } from './column.ts';
import type { RankingFeature } from './feature.ts';
import { type Groups, groupsBy } from './groups.ts';
import { type RankingQuestion, shared } from './question.ts';

const byCategory = groupsBy(({ bundle }) => bundle.catalogue.category);
const byBrand = groupsBy(({ bundle }) => bundle.catalogue.brand);
const byDepartment = groupsBy(({ department }) => department);
type GroupsOf = typeof byCategory;

/** What is known of the candidate's group; `none` where the shopper has nothing of it, NaN where the item is in none. */
function ofGroup({ of }: Groups, values: ArrayLike<number>, none: number): Float32Array {
  const column = createColumn(of.length);
  for (let r = 0; r < of.length; r++) {
    const group = of[r]!;
    column[r] = group >= 0 ? values[group]! : group === -1 ? none : Number.NaN;
  }
  return column;
}

/** Share of the history that has the candidate's code, NaN where it has none; undefined where no candidate has one. */
const shareIn =
  (groupsOf: GroupsOf) =>
  (question: RankingQuestion): Float32Array | undefined => {
    const groups = shared(question, groupsOf);
    return groups.of.some((group) => group !== -2) ? ofGroup(groups, groups.shares, 0) : undefined;
  };

export const categoryShare = shareIn(byCategory);

/** Steps back to the newest item of the candidate's code; NaN where there is none. */
const lagOf =
  (groupsOf: GroupsOf) =>
  (question: RankingQuestion): Float32Array => {
    const groups = shared(question, groupsOf);
    return ofGroup(groups, groups.lags, Number.NaN);
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
    read: shareIn(byDepartment),
  },
  {
    name: 'brandShare',
    meaning: "share of the shopper's history of the item's brand",
    says: 'brand',
    read: shareIn(byBrand),
  },
  {
    name: 'categoryLag',
    meaning: "steps back to the newest item of the item's category; missing where there is none",
    says: 'category',
    read: lagOf(byCategory),
  },
  {
    name: 'brandLag',
    meaning: "steps back to the newest item of the item's brand; missing where there is none",
    says: 'brand',
    read: lagOf(byBrand),
  },
  {
    name: 'categoryCount',
    meaning: "items of the item's category that the shopper took",
    says: 'category',
    read(question) {
      const groups = shared(question, byCategory);
      return ofGroup(groups, groups.counts, 0);
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
