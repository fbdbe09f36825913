import type { Catalogue } from '../../engine/bundle/catalogue.ts';
import type { EventLog } from '../tables/log.ts';
import type { KnownItems } from './beyondAccuracy.ts';
import { rangesOf, weighedEvents } from './cases.ts';

/** How many shoppers of a log took each item of a bundle. */
export function knownItems(log: EventLog, catalogue: Catalogue, eventWeights: Record<string, number>): KnownItems {
  const weighs = weighedEvents(eventWeights);
  const numbers = Int32Array.from(log.items, (itemId) => catalogue.numberOf(itemId));
  const takers = new Float64Array(catalogue.size);
  const ranges = rangesOf(log);
  for (const { start, end } of ranges) {
    const own = new Set<number>();
    for (let row = start; row < end; row++) if (weighs[log.event[row]!]) own.add(numbers[log.item[row]!]!);
    for (const item of own) if (item >= 0) takers[item]!++;
  }
  return { takers, shoppers: ranges.length };
}
