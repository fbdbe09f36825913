import type { EventLog } from '../../tables/log.ts';

/** Who took each item, and what each shopper took: numbers of the log, sorted, each once. */
export interface ItemSets {
  shoppersOf: Int32Array[];
  itemsOf: Int32Array[];
}

/** Shoppers are numbered by their range, items as in the log. */
export function itemSets(log: EventLog, ranges: readonly { start: number; end: number }[]): ItemSets {
  const itemsOf = ranges.map(({ start, end }) => Int32Array.from(new Set(log.item.subarray(start, end))).sort());
  const lists: number[][] = log.items.map(() => []);
  itemsOf.forEach((items, shopper) => {
    for (const item of items) lists[item]!.push(shopper);
  });
  return { shoppersOf: lists.map((list) => Int32Array.from(list)), itemsOf };
}

/** Cosine of `item` with each of `others` as sets of shoppers, in [0, 1], `apart` from one shopper who has them all. */
export function similarityTo(
  { shoppersOf, itemsOf }: ItemSets,
  item: number,
  others: readonly number[],
  apart: number,
): Map<number, number> {
  const shared = new Map(others.map((other) => [other, 0]));
  for (const shopper of shoppersOf[item]!) {
    if (shopper === apart) continue;
    for (const other of itemsOf[shopper]!) {
      const count = shared.get(other);
      if (count !== undefined) shared.set(other, count + 1);
    }
  }
  const size = shoppersOf[item]!.length - 1;
  for (const [other, count] of shared) {
    const both = size * (shoppersOf[other]!.length - 1);
    shared.set(other, both > 0 ? count / Math.sqrt(both) : 0);
  }
  return shared;
}
