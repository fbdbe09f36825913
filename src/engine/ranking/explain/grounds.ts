import type { Bundle } from '../../bundle/bundle.ts';
import type { Sources } from '../../candidates/retrieve.ts';
import { topK } from '../../candidates/topK.ts';
import { log2 } from '../../profile/log2.ts';
import type { Profile } from '../../profile/types.ts';
import { titleOf } from '../../shelf/display.ts';
import { SOURCE_NAMES, type SourceName } from '../../shelf/types.ts';
import type { Grounds, OwnItem } from './sentence.ts';

/** Who often looks at a category or brand has this many of it, and this share of the profile. */
const OFTEN = 2;
const OFTEN_SHARE = 0.2;
/** Prices of own items that make a usual one, and how far from it, in octaves, an item still costs about as much. */
const USUAL = 3;
const ABOUT = 0.5;

/** Sources that can name own items, for each way in which these speak for another; the first that does is heard. */
const SPEAKERS = {
  links: ['transitions', 'neighbours', 'sessions'],
  taste: ['factors'],
  content: ['content'],
  cart: ['together'],
} as const satisfies Partial<Record<keyof NonNullable<Grounds['own']>, readonly SourceName[]>>;

/**
 * What can truly be said of an item to this shopper.
 * @param proposers bits of the sources that proposed it, see Retrieved
 */
export function groundsOf(
  bundle: Bundle,
  sources: Sources,
  profile: Profile,
  item: number,
  proposers: number,
): Grounds {
  const { catalogue } = bundle;
  const category = catalogue.category[item]!;
  const brand = catalogue.brand[item]!;
  const own: Grounds['own'] = {};
  for (const [way, speakers] of Object.entries(SPEAKERS) as [keyof typeof SPEAKERS, readonly SourceName[]][]) {
    const found = speakers.map((name) => strongestOf(sources, name, profile, item)).find((one) => one !== undefined);
    if (found !== undefined) own[way] = ownItem(bundle, profile, found);
  }
  return {
    past: pastOf(profile, item) ?? (profile.items.includes(item) ? 'chosen' : undefined),
    own,
    // The last step of its path is what people call it.
    category: isOften(profile, catalogue.category, category)
      ? catalogue.categories[category]!.split(' > ').at(-1)
      : undefined,
    brand: isOften(profile, catalogue.brand, brand) ? catalogue.brands[brand] : undefined,
    isUsualPrice: isUsual(profile, catalogue.price, item),
    proposers: SOURCE_NAMES.filter((_, source) => (proposers >> source) & 1),
  };
}

function pastOf({ purchases, viewed }: Profile, item: number): OwnItem['past'] {
  if (purchases.has(item)) return 'bought';
  return viewed.includes(item) ? 'viewed' : undefined;
}

const ownItem = (bundle: Bundle, profile: Profile, item: number): OwnItem => ({
  title: titleOf(bundle, item),
  past: pastOf(profile, item),
});

/** The own item that speaks most for another one, by a source. */
function strongestOf(sources: Sources, name: SourceName, profile: Profile, item: number): number | undefined {
  const shares = sources[name]?.because?.(profile, item);
  const place = shares && topK(shares, 1)[0];
  return place !== undefined && shares![place]! > 0 && profile.items[place] !== item ? profile.items[place] : undefined;
}

function isOften({ items, weights }: Profile, codes: ArrayLike<number>, code: number): boolean {
  if (code === 0) return false;
  let [count, weight, total] = [0, 0, 0];
  items.forEach((item, r) => {
    total += weights[r]!;
    if (codes[item] !== code) return;
    count++;
    weight += weights[r]!;
  });
  return count >= OFTEN && weight >= OFTEN_SHARE * total;
}

/** Near the mean of what own items cost, both as log2. */
function isUsual({ items }: Profile, price: Float32Array, item: number): boolean {
  const logs = Array.from(items, (own) => price[own]!)
    .filter((own) => own > 0 && own < Number.POSITIVE_INFINITY)
    .map(log2);
  if (!(logs.length >= USUAL && price[item]! > 0 && price[item]! < Number.POSITIVE_INFINITY)) return false;
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const distance = log2(price[item]!) - mean;
  return distance <= ABOUT && distance >= -ABOUT;
}
