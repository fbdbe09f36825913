import { log2 } from '../../profile/log2.ts';
import { placementOf } from '../../shelf/placements.ts';
import { PLACEMENTS } from '../../shelf/types.ts';
import type { RankingFeature } from './feature.ts';
import type { RankingQuestion } from './question.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DEVICES = ['mobile', 'desktop', 'tablet'] as const;

/** log2 of 1 + days since the newest interaction; NaN where there is no clock. */
export const recency = ({ now, history }: RankingQuestion) => log2Of((now - history.newest) / DAY);

/** log2 of 1 + interactions. */
export const frequency = ({ history }: RankingQuestion) => log2(1 + history.interactions);

/** NaN for what is no finite number, as times far beyond any calendar lie infinitely apart. */
const log2Of = (value: number) => (Number.isFinite(value) ? log2(1 + Math.max(0, value)) : Number.NaN);

/** Who asks, when and where: the same for every candidate, for trees to tell cases apart. */
export const SHOPPER: readonly RankingFeature[] = [
  { name: 'recency', meaning: 'log2 of 1 + days since the newest interaction', says: 'shopper', read: recency },
  { name: 'frequency', meaning: 'log2 of 1 + interactions', says: 'shopper', read: frequency },
  {
    name: 'monetary',
    meaning: 'log2 of 1 + money spent',
    says: 'shopper',
    read: ({ history }) => log2(1 + history.spent),
  },
  {
    name: 'variety',
    meaning: 'different items as a share of interactions',
    says: 'shopper',
    read: ({ history }) => (history.interactions > 0 ? history.items.size / history.interactions : Number.NaN),
  },
  {
    name: 'repeatShare',
    meaning: 'share of interactions with something taken before',
    says: 'shopper',
    read: ({ history }) => history.repeatShare,
  },
  {
    name: 'visits',
    meaning: 'log2 of 1 + visits',
    says: 'shopper',
    read: ({ history }) => log2(1 + history.sessions),
  },
  {
    name: 'basket',
    meaning: 'interactions for each moment: the size of a basket',
    says: 'shopper',
    read: ({ history }) => (history.moments > 0 ? history.interactions / history.moments : Number.NaN),
  },
  {
    name: 'visitGap',
    meaning: 'log2 of 1 + mean days between two visits; missing with fewer than two',
    says: 'shopper',
    read: ({ history: { sessions, first, newest } }) =>
      sessions > 1 ? log2Of((newest - first) / DAY / (sessions - 1)) : Number.NaN,
  },
  {
    name: 'sessionPosition',
    meaning: 'interactions of the current visit',
    says: 'shopper',
    read: ({ history }) => history.sessionLength,
  },
  {
    name: 'dwell',
    meaning: 'log2 of 1 + seconds from the visit’s first to its newest interaction',
    says: 'shopper',
    read: ({ history }) => log2Of(history.sessionAge / 1000),
  },
  {
    name: 'mainstream',
    meaning: "mean popularity of the shopper's newest items, 0 to 1",
    says: 'shopper',
    read: ({ profile, shop }) => {
      const { popularity } = shop.sources;
      if (!popularity || profile.items.length === 0) return undefined;
      let sum = 0;
      const newest = profile.items.subarray(0, 20);
      for (const item of newest) sum += popularity.main[item]! / 65_535;
      return sum / newest.length;
    },
  },
  {
    name: 'hour',
    meaning: 'hour of the day, UTC',
    says: 'moment',
    read: ({ now }) => Math.floor(now / HOUR) % 24,
  },
  {
    name: 'weekday',
    meaning: 'day of the week, UTC; 0 is Monday',
    says: 'moment',
    isCategory: true,
    read: ({ now }) => (Math.floor(now / DAY) + 3) % 7,
  },
  {
    name: 'device',
    meaning: `0 ${DEVICES[0]}, 1 ${DEVICES[1]}, 2 ${DEVICES[2]}; missing where the page does not say`,
    says: 'moment',
    isCategory: true,
    read: ({ request }) => {
      const place = request.device ? DEVICES.indexOf(request.device) : -1;
      return place < 0 ? Number.NaN : place;
    },
  },
  {
    name: 'placement',
    meaning: `where it is asked: ${PLACEMENTS.map((name, place) => `${place} ${name}`).join(', ')}`,
    says: 'moment',
    isCategory: true,
    read: ({ request }) => PLACEMENTS.indexOf(placementOf(request)),
  },
  {
    name: 'lastCategory',
    meaning: 'category of the item taken last: 0 where it has none, else 1 to 1021 by its path',
    says: 'category',
    isCategory: true,
    read: ({ profile, shop }) =>
      profile.items.length > 0 ? shop.categoryKey[shop.bundle.catalogue.category[profile.items[0]!]!]! : Number.NaN,
  },
];
