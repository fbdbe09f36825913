import type { Catalogue } from '../../bundle/catalogue.ts';
import type { Interaction } from '../../events.ts';
import type { ReadingConfig } from '../../profile/fold.ts';
import { log2 } from '../../profile/log2.ts';

const MINUTE = 60_000;
/** Pieces and prices of one event, at most: a page may report anything, and sums have to stay finite. */
const MOST = 1e9;

/** What the log says of one of the shopper's items, beyond its weight in the profile. */
export interface OwnItem {
  /** Weighed interactions. */
  count: number;
  /** Different moments of them. */
  moments: number;
  purchases: number;
  /** Of the first and newest weighed interaction, ms. */
  first: number;
  last: number;
  /** Pieces bought in all. */
  pieces: number;
}

/** A log read for the ranker: what its shopper does, item by item and as a whole. Weighed interactions with known items count. */
export interface History {
  items: ReadonlyMap<number, OwnItem>;
  interactions: number;
  /** Different moments: baskets, or clicks. */
  moments: number;
  /** Moments at which something was taken that had been taken before, as a share of `interactions`. */
  repeatShare: number;
  sessions: number;
  /** Of the current session: interactions, and ms since it began. */
  sessionLength: number;
  sessionAge: number;
  first: number;
  newest: number;
  /** Money spent, where events carry prices, else the catalogue's price of what was bought; 0 where nothing was. */
  spent: number;
  /** Mean and standard deviation of log2 of the catalogue's prices of the items taken; NaN where none has a price. */
  meanLogPrice: number;
  deviationLogPrice: number;
}

/** Reads a log, oldest first. A pure function of its arguments. */
export function readHistory(
  log: readonly Interaction[],
  catalogue: Pick<Catalogue, 'numberOf' | 'price'>,
  serving: ReadingConfig,
): History {
  const items = new Map<number, OwnItem>();
  let [interactions, moments, repeats, sessions, sessionLength] = [0, 0, 0, 0, 0];
  let [first, newest, sessionStart, spent] = [Number.NaN, Number.NaN, Number.NaN, 0];
  for (const { itemId, event, timestamp, price, quantity } of log) {
    if (!((serving.eventWeights[event] ?? 0) > 0) || event === 'dismiss' || event === 'user_engagement') continue;
    const item = catalogue.numberOf(itemId);
    if (item < 0) continue;
    if (interactions === 0) first = timestamp;
    if (timestamp !== newest) moments++;
    if (!(timestamp - newest <= serving.sessionGapMinutes * MINUTE)) {
      sessions++;
      sessionLength = 0;
      sessionStart = timestamp;
    }
    interactions++;
    sessionLength++;
    newest = timestamp;
    let own = items.get(item);
    if (!own) {
      own = { count: 0, moments: 0, purchases: 0, first: timestamp, last: Number.NaN, pieces: 0 };
      items.set(item, own);
    } else if (own.last !== timestamp) repeats++;
    if (own.last !== timestamp) own.moments++;
    own.count++;
    own.last = timestamp;
    if (event !== 'purchase') continue;
    const pieces = quantity! > 0 ? Math.min(MOST, quantity!) : 1;
    const paid = Math.min(MOST, price! > 0 ? price! : catalogue.price[item]!);
    own.purchases++;
    own.pieces += pieces;
    if (paid > 0) spent += paid * pieces;
  }
  return {
    items,
    interactions,
    moments,
    repeatShare: interactions > 0 ? repeats / interactions : Number.NaN,
    sessions,
    sessionLength,
    sessionAge: newest - sessionStart,
    first,
    newest,
    spent,
    ...logPrices(items, catalogue.price),
  };
}

function logPrices(
  items: ReadonlyMap<number, OwnItem>,
  price: Float32Array,
): Pick<History, 'meanLogPrice' | 'deviationLogPrice'> {
  let [count, sum, squares] = [0, 0, 0];
  for (const item of items.keys()) {
    const one = price[item]!;
    if (!(one > 0 && one < Number.POSITIVE_INFINITY)) continue;
    const value = log2(one);
    count++;
    sum += value;
    squares += value * value;
  }
  if (count === 0) return { meanLogPrice: Number.NaN, deviationLogPrice: Number.NaN };
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  return { meanLogPrice: mean, deviationLogPrice: variance > 0 ? Math.sqrt(variance) : 0 };
}
