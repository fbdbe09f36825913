import type { RowsSource } from '../../candidates/rows.ts';
import { createColumn } from './column.ts';
import type { RankingFeature } from './feature.ts';
import { type RankingQuestion, shared } from './question.ts';

/** Own items, newest first, whose rows are read. */
const SPEAKERS = 60;
/** Lags that are told apart. */
const LAGS = 3;

/** What a sparse table's rows of the shopper's newest items say of the candidates. */
interface Links {
  /** By lag 0, 1, 2: strengths summed over the items of that lag. */
  lags: Float32Array[];
  /** Strongest of all. */
  strongest: Float32Array;
  /** How many of the items lead to each candidate. */
  count: Float32Array;
  /** Steps back to the newest item that does; NaN where none does. */
  nearest: Float32Array;
}

function readLinks({ shop: { places }, profile, items }: RankingQuestion, table: RowsSource): Links {
  const links: Links = {
    lags: Array.from({ length: LAGS }, () => createColumn(items.length)),
    strongest: createColumn(items.length),
    count: createColumn(items.length),
    nearest: createColumn(items.length).fill(Number.NaN),
  };
  for (let r = 0; r < items.length; r++) places[items[r]!] = r + 1;
  for (let r = 0; r < Math.min(SPEAKERS, profile.items.length); r++) {
    const lag = profile.lags[r]!;
    table.readRow(profile.items[r]!, (target, strength) => {
      const place = places[target]! - 1;
      if (place < 0) return;
      if (lag < LAGS) links.lags[lag]![place]! += strength;
      if (strength > links.strongest[place]!) links.strongest[place] = strength;
      if (links.count[place] === 0) links.nearest[place] = lag;
      links.count[place]!++;
    });
  }
  for (const item of items) places[item] = 0;
  return links;
}

const LINKED = ['transitions', 'neighbours', 'together'] as const;
const READ = Object.fromEntries(
  LINKED.map((name) => [
    name,
    (question: RankingQuestion) => {
      const table = question.shop.sources[name];
      return table && readLinks(question, table);
    },
  ]),
) as Record<(typeof LINKED)[number], (question: RankingQuestion) => Links | undefined>;

const linkFeatures = LINKED.flatMap((table): RankingFeature[] => {
  const of = (value: (links: Links) => Float32Array) => (question: RankingQuestion) => {
    const links = shared(question, READ[table]);
    return links && value(links);
  };
  return [
    ...Array.from(
      { length: LAGS },
      (_, lag): RankingFeature => ({
        name: `${table}Lag${lag}`,
        meaning: `strength of ${table} from the items ${lag === 0 ? 'of the last step' : `${lag} step${lag > 1 ? 's' : ''} before the last`}`,
        says: 'links',
        read: of((links) => links.lags[lag]!),
      }),
    ),
    {
      name: `${table}Strongest`,
      meaning: `strongest of ${table} from the newest ${SPEAKERS} items`,
      says: 'links',
      read: of(({ strongest }) => strongest),
    },
    {
      name: `${table}Count`,
      meaning: `how many of the newest ${SPEAKERS} items lead to the item by ${table}`,
      says: 'links',
      read: of(({ count }) => count),
    },
    {
      name: `${table}Nearest`,
      meaning: `steps back to the newest item that leads to the item by ${table}; missing where none does`,
      says: 'links',
      read: of(({ nearest }) => nearest),
    },
  ];
});

/** Newest items that likeness is measured to: each is a product with every candidate. */
const NEWEST = 10;
const CART = 5;

type Cosines = (question: RankingQuestion, item: number) => Float32Array | undefined;

/** Cosines of the candidates with one item, computed once for a question: the newest items are in the cart, too; undefined where there are no vectors. */
function createCosines(name: 'factors' | 'content'): Cosines {
  const createKept = () => new Map<number, Float32Array | undefined>();
  return (question, item) => {
    const kept = shared(question, createKept);
    if (!kept.has(item)) {
      const cosines = question.shop.sources[name]?.cosinesOf(item, question.items);
      kept.set(item, cosines && new Float32Array(cosines));
    }
    return kept.get(item);
  };
}

/** The largest cosine with any of the items; undefined without an item. */
function closest(question: RankingQuestion, own: Int32Array, most: number, cosines: Cosines): Float32Array | undefined {
  let best: Float32Array | undefined;
  for (let n = 0; n < Math.min(most, own.length); n++) {
    const found = cosines(question, own[n]!);
    if (!found) return undefined;
    if (!best) best = found.slice();
    else for (let r = 0; r < best.length; r++) if (found[r]! > best[r]!) best[r] = found[r]!;
  }
  return best;
}

const likeness = (
  [
    ['factors', 'taste', createCosines('factors')],
    ['content', 'content', createCosines('content')],
  ] as const
).flatMap(([name, says, cosines]): RankingFeature[] => [
  {
    name: `${name}ToLast`,
    meaning: `cosine of ${name} with the item taken last`,
    says,
    read: (question) => (question.profile.items.length > 0 ? cosines(question, question.profile.items[0]!) : undefined),
  },
  {
    name: `${name}ToNewest`,
    meaning: `largest cosine of ${name} with one of the newest ${NEWEST} items`,
    says,
    read: (question) => closest(question, question.profile.items, NEWEST, cosines),
  },
  {
    name: `${name}ToCart`,
    meaning: `largest cosine of ${name} with one of the newest ${CART} items in the cart`,
    says: 'cart',
    read: (question) => closest(question, question.profile.cart, CART, cosines),
  },
]);

/** What the shopper's newest items say of the candidate, one by one. */
export const LINKS: readonly RankingFeature[] = [...linkFeatures, ...likeness];
