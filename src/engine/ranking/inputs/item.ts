import { log2 } from '../../profile/log2.ts';
import { columnOf, pick } from './column.ts';
import { FACTS, type Fact, factFeature } from './facts.ts';
import type { RankingFeature, Says } from './feature.ts';
import type { RankingQuestion } from './question.ts';

const DAY = 86_400_000;

const MEANINGS: Record<Fact, [meaning: string, says: Says]> = {
  takers: ['log2 of 1 + shoppers who took the item', 'popular'],
  conversion: ['purchases of the item for each view of it', 'popular'],
  cartRate: ['adds to the cart for each view of the item', 'popular'],
  clickRate: ['clicks on the item for each time it was shown in a list', 'popular'],
  returnDays: ['log2 of 1 + days that shoppers let pass between two purchases of the item', 'own'],
  usualPrice: ['log2 of the price usually paid for the item', 'price'],
  pieces: ['log2 of pieces of the item bought at once', 'popular'],
  focus: ["share of its takers' other items in the item's category", 'category'],
  growth: ['log2 of newest interactions by those before: above 0 the item rises', 'trend'],
  newTakers: ['log2 of 1 + shoppers who took the item for the first time of late', 'popular'],
  returners: ['log2 of 1 + shoppers who took the item again of late', 'own'],
  idleDays: ['log2 of 1 + days for which nobody took the item when the bundle was trained', 'trend'],
  takerLength: ['mean of log2 of 1 + different items that its takers took', 'popular'],
};

const days = (question: RankingQuestion, day: ArrayLike<number>) => {
  const today = question.now / DAY;
  return columnOf(question.items, (item) => (day[item] === 0 ? Number.NaN : log2(1 + Math.max(0, today - day[item]!))));
};

/** What is known of the item, whoever asks. */
export const ITEM: readonly RankingFeature[] = [
  ...FACTS.map(
    (fact): RankingFeature => ({
      name: factFeature(fact),
      meaning: MEANINGS[fact][0],
      says: MEANINGS[fact][1],
      read({ shop, items }) {
        const column = shop.facts?.columns[fact];
        return column && pick(column, items);
      },
    }),
  ),
  {
    name: 'itemAge',
    meaning: 'log2 of 1 + days since the first interaction with the item',
    says: 'new',
    read: (question) => (question.shop.facts ? days(question, question.shop.facts.firstDay) : undefined),
  },
  {
    name: 'itemListed',
    meaning: 'log2 of 1 + days since the item entered the catalogue',
    says: 'new',
    read: (question) => days(question, question.shop.bundle.catalogue.created),
  },
  {
    name: 'itemPrice',
    meaning: 'log2 of the price',
    says: 'price',
    read: ({ shop, items }) => pick(shop.logPrice, items),
  },
  {
    name: 'itemDiscount',
    meaning: 'log2 of the price usually paid by the price now: above 0 it is cheaper than usual',
    says: 'price',
    read({ shop, items }) {
      const usual = shop.facts?.columns.usualPrice;
      return usual && columnOf(items, (item) => usual[item]! - shop.logPrice[item]!);
    },
  },
  {
    name: 'itemInStock',
    meaning: '1 in stock, 0 sold out',
    says: 'popular',
    read: ({ shop, items }) => pick(shop.bundle.catalogue.inStock, items),
  },
  {
    name: 'itemRepeatRate',
    meaning: 'share of its takers who took the item again',
    says: 'own',
    read({ shop, items }) {
      const { popularity } = shop.sources;
      return popularity && columnOf(items, popularity.repeatRate);
    },
  },
  {
    name: 'itemTrend',
    meaning: 'popularity of late less popularity in the long run, both log-scaled to 0 to 1',
    says: 'trend',
    read({ shop, items }) {
      const scoresOf = (name: string) => shop.sources.popularity?.windows.find((one) => one.name === name)?.scores;
      const [short, long] = [scoresOf('short'), scoresOf('long')];
      return short && long && columnOf(items, (item) => (short[item]! - long[item]!) / 65_535);
    },
  },
  {
    name: 'itemStanding',
    meaning: "popularity as a share of the most popular of the item's category",
    says: 'popular',
    read: ({ shop, items }) => shop.standing && pick(shop.standing, items),
  },
];
