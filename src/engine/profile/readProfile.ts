import type { Catalogue } from '../bundle/catalogue.ts';
import type { ServingConfig } from '../bundle/manifest.ts';
import type { EventName } from '../events.ts';
import { exp2 } from './exp2.ts';
import type { Profile } from './types.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** An interaction by item number; -1 for an item that this bundle does not know. */
export interface NumberedInteraction {
  item: number;
  event: EventName;
  timestamp: number;
}

/** What `readProfile` needs of a log entry and no more, so that the trainer can read its tables without making ids. */
export function numberLog(
  log: readonly { itemId: string; event: EventName; timestamp: number }[],
  catalogue: Catalogue,
): NumberedInteraction[] {
  return log.map(({ itemId, event, timestamp }) => ({ item: catalogue.numberOf(itemId), event, timestamp }));
}

/**
 * Reads a log, oldest first, as a profile. Ages count back from the newest known interaction and not from a clock, so
 * the profile depends on the log alone: decay by the hour would scale every weight alike.
 */
export function readProfile(log: readonly NumberedInteraction[], serving: ServingConfig): Profile {
  let newest = 0;
  let unknown = 0;
  for (const { item, timestamp } of log) {
    if (item < 0) unknown++;
    else if (timestamp > newest) newest = timestamp;
  }
  const perItem = new Map<number, { weight: number; lag: number }>();
  const purchases = new Map<number, number>();
  const cartKnown = new Set<number>();
  const cart: number[] = [];
  let interactions = 0;
  let sessionLength = 0;
  let inSession = true;
  let lag = -1;
  let step = Number.NaN;
  let stepItem = -1;
  let previous = newest;
  for (let i = log.length - 1; i >= 0; i--) {
    const { item, event, timestamp } = log[i]!;
    if (item < 0) continue;
    if (event === 'purchase' && !purchases.has(item)) purchases.set(item, timestamp);
    if ((event === 'add_to_cart' || event === 'remove_from_cart' || event === 'purchase') && !cartKnown.has(item)) {
      cartKnown.add(item);
      if (event === 'add_to_cart') cart.push(item);
    }
    const eventWeight = serving.eventWeights[event] ?? 0;
    if (!(eventWeight > 0)) continue;
    interactions++;
    if (previous - timestamp > serving.sessionGapMinutes * MINUTE) inSession = false;
    if (inSession) sessionLength++;
    previous = timestamp;
    // Looking at a thing and then adding it is one step, a basket of one moment too.
    if (timestamp !== step && item !== stepItem) lag++;
    step = timestamp;
    stepItem = item;
    const decay = serving.halfLifeDays > 0 ? exp2((timestamp - newest) / (serving.halfLifeDays * DAY)) : 1;
    const entry = perItem.get(item);
    if (!entry) perItem.set(item, { weight: eventWeight * decay, lag });
    else entry.weight += eventWeight * decay;
  }
  const entries = [...perItem];
  return {
    interactions,
    items: Int32Array.from(entries, ([item]) => item),
    weights: Float64Array.from(entries, ([, entry]) => entry.weight),
    lags: Int32Array.from(entries, ([, entry]) => entry.lag),
    viewed: new Int32Array(0),
    dismissed: new Int32Array(0),
    negatives: new Int32Array(0),
    negativeWeights: new Float64Array(0),
    purchases,
    cart: Int32Array.from(cart),
    newest,
    sessionLength,
    unknown,
  };
}
