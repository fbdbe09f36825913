import type { Past } from '../../shelf/reason.ts';
import type { FeatureContribution, SourceName } from '../../shelf/types.ts';
import type { Says } from '../inputs/feature.ts';

/** One of the shopper's own items. */
export interface OwnItem {
  title: string;
  /** The most that the shopper did with it; absent: it was chosen in some other way. */
  past?: Past | undefined;
}

/** What is true of an item and its shopper: a feature is spoken of only where this bears it out. */
export interface Grounds {
  /** What the shopper did with the item itself; absent: nothing. */
  past?: Past | 'chosen' | undefined;
  /** The shopper's own item that speaks for this one, by the way it does. */
  own?: Partial<Record<'links' | 'taste' | 'content' | 'cart', OwnItem>>;
  /** The item's category, for people, where the shopper often looks at it. */
  category?: string | undefined;
  /** Likewise its brand. */
  brand?: string | undefined;
  /** It costs about what the shopper pays. */
  isUsualPrice?: boolean;
  /** Sources that proposed it. */
  proposers: readonly SourceName[];
}

/** "because <subject> <rest>" */
interface Clause {
  subject: 'you' | 'it';
  rest: string;
}

/** The second feature is named where it adds at least this part of what the first does. */
const WORTH_NAMING = 1 / 3;

const PAST: Record<Past | 'chosen', string> = { bought: 'bought', viewed: 'viewed', chosen: 'chose' };

/** What is said of an item for each thing that a feature may be about; undefined where it would not be true. */
const CLAUSES: Record<Says, (grounds: Grounds) => Clause | undefined> = {
  own: ({ past }) => past && you(`${past === 'viewed' ? 'looked at' : PAST[past]} it before`),
  links: ({ own }) => own?.links && you(`${PAST[own.links.past ?? 'chosen']} ${own.links.title}`),
  taste: ({ own }) => own?.taste && it(`fits your interest in ${own.taste.title}`),
  content: ({ own }) => own?.content && it(`is similar to ${own.content.title}`),
  cart: ({ own }) => own?.cart && it(`goes with ${own.cart.title}`),
  category: ({ category }) => (category ? you(`often look at ${category}`) : undefined),
  brand: ({ brand }) => (brand ? you(`often choose ${brand}`) : undefined),
  price: ({ isUsualPrice }) => (isUsualPrice ? it('costs about what you usually pay') : undefined),
  popular: ({ proposers }) => (proposers.includes('popularity') ? it('is popular now') : undefined),
  trend: ({ proposers }) => (proposers.includes('trending') ? it('is on the rise') : undefined),
  new: ({ proposers }) => (proposers.includes('arrivals') ? it('is new in the shop') : undefined),
  // Who asks and when tells items apart only together with something else.
  shopper: () => undefined,
  moment: () => undefined,
};

const you = (rest: string): Clause => ({ subject: 'you', rest });
const it = (rest: string): Clause => ({ subject: 'it', rest });

/**
 * A sentence that says why, of the one or two things that add most to the score, are true and can be said to people: "Because you viewed Walnut bowl, and
 * often look at Kitchen". Undefined where nothing of the kind adds to it.
 * @param saysOf what a feature is about; undefined: not to be spoken of
 */
export function sentenceOf(
  contributions: readonly FeatureContribution[],
  saysOf: (feature: string) => Says | undefined,
  grounds: Grounds,
): string | undefined {
  const sums = new Map<Says, number>();
  for (const { feature, contribution } of contributions) {
    const says = saysOf(feature);
    if (says) sums.set(says, (sums.get(says) ?? 0) + contribution);
  }
  const told = [...sums]
    .filter(([, sum]) => sum > 0)
    .sort(([, a], [, b]) => b - a)
    .flatMap(([says, sum]) => {
      const clause = CLAUSES[says](grounds);
      return clause ? [{ ...clause, sum, title: titleIn(says, grounds) }] : [];
    });
  const [first, ...others] = told;
  if (!first) return undefined;
  const second = others.find(
    ({ sum, title }) => sum >= WORTH_NAMING * first.sum && (title === undefined || title !== first.title),
  );
  const because = `Because ${first.subject} ${first.rest}`;
  if (!second) return because;
  return `${because}, and ${second.subject === first.subject ? '' : `${second.subject} `}${second.rest}`;
}

/** The title that a clause names: one item is named once. */
function titleIn(says: Says, { own }: Grounds): string | undefined {
  return own?.[says as keyof typeof own]?.title;
}
