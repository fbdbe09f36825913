import { log2 } from '../../profile/log2.ts';
import { columnOf } from './column.ts';
import type { RankingFeature } from './feature.ts';
import type { OwnItem } from './history.ts';
import { type RankingQuestion, shared } from './question.ts';

const DAY = 86_400_000;

/** What the shopper did with each candidate; undefined for what they never took. */
const ownItems = ({ items, history }: RankingQuestion): (OwnItem | undefined)[] =>
  Array.from(items, (item) => history.items.get(item));

const ofOwn =
  (value: (own: OwnItem, question: RankingQuestion) => number, otherwise: number) =>
  (question: RankingQuestion): Float32Array =>
    columnOf(shared(question, ownItems), (own) => (own ? value(own, question) : otherwise));

/** NaN where either is not known, or both are infinitely far apart. */
function days(from: number, to: number): number {
  const time = Math.max(0, to - from);
  return Number.isFinite(time) ? time / DAY : Number.NaN;
}

/** What the shopper has done with the item itself. */
export const OWN: readonly RankingFeature[] = [
  {
    name: 'ownCount',
    meaning: 'log2 of 1 + how often the shopper took the item',
    says: 'own',
    read: ofOwn(({ count }) => log2(1 + count), 0),
  },
  {
    name: 'ownMoments',
    meaning: 'at how many different moments the shopper took the item',
    says: 'own',
    read: ofOwn(({ moments }) => moments, 0),
  },
  {
    name: 'ownPurchases',
    meaning: 'how often the shopper bought the item',
    says: 'own',
    read: ofOwn(({ purchases }) => purchases, 0),
  },
  {
    name: 'ownPieces',
    meaning: 'log2 of 1 + pieces of the item that the shopper bought',
    says: 'own',
    read: ofOwn(({ pieces }) => log2(1 + pieces), 0),
  },
  {
    name: 'ownShare',
    meaning: "share of the shopper's moments at which the item was taken",
    says: 'own',
    read: ofOwn(({ moments }, { history }) => moments / history.moments, 0),
  },
  {
    name: 'ownWeight',
    meaning: "the item's weight in the profile, as a share of the strongest",
    says: 'own',
    read({ own, profile }) {
      let max = 0;
      for (const weight of profile.weights) if (weight > max) max = weight;
      return columnOf(own, (r) => (r < 0 || max === 0 ? 0 : profile.weights[r]! / max));
    },
  },
  {
    name: 'ownLag',
    meaning: 'steps back to the last time the item was taken; missing where it never was',
    says: 'own',
    read: ({ own, profile }) => columnOf(own, (r) => (r < 0 ? Number.NaN : profile.lags[r]!)),
  },
  {
    name: 'ownDays',
    meaning: 'log2 of 1 + days since the item was last taken; missing where it never was',
    says: 'own',
    read: ofOwn(({ last }, { now }) => log2(1 + days(last, now)), Number.NaN),
  },
  {
    name: 'ownGap',
    meaning: "log2 of 1 + the shopper's own mean days between two takings of the item; missing with fewer than two",
    says: 'own',
    read: ofOwn(
      ({ first, last, moments }) => (moments > 1 ? log2(1 + days(first, last) / (moments - 1)) : Number.NaN),
      Number.NaN,
    ),
  },
  {
    name: 'ownDue',
    meaning:
      'log2 of days since the item was last taken by days that shoppers usually let pass, 1 added to both; missing where either is not known',
    says: 'own',
    read(question) {
      const usual = question.shop.facts?.columns.returnDays;
      if (!usual) return undefined;
      const { items, now } = question;
      return columnOf(shared(question, ownItems), (own, r) =>
        own ? log2(1 + days(own.last, now)) - usual[items[r]!]! : Number.NaN,
      );
    },
  },
];
