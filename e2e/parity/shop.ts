import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { EVENT_NAMES, type EventName } from '../../src/engine/index.ts';
import type { CatalogueRow, EventLog } from '../../src/trainer/tables/log.ts';

export interface ShopOptions {
  seed: number;
  items: number;
  shoppers: number;
  /** Mean interactions a shopper. */
  interactions: number;
  hasTimes: boolean;
  /** Events and their shares out of 100. */
  events: Partial<Record<EventName, number>>;
}

const START = Date.UTC(2025, 0, 1);
const DAY = 86_400_000;
const GROUPS = 8;

/** Item ids of every kind that shops have: numbers, SKUs, Unicode beyond the BMP, spaces. */
export function idOf(item: number): string {
  return [`${item}`, `SKU-${item}`, `käse ${item}`, `🧺${item}`][item % 4]!;
}

/**
 * A small log with something to learn: items fall into groups, shoppers keep to one or two, and items of a group are often
 * taken in one order. Deterministic for a seed.
 */
export function makeShop(options: ShopOptions): { log: EventLog; catalogue: CatalogueRow[] } {
  const { items, shoppers, hasTimes } = options;
  const generator = xoroshiro128plus(options.seed);
  const below = (bound: number) => uniformInt(generator, 0, bound - 1);
  const events = EVENT_NAMES.flatMap((name, code) => Array<number>(options.events[name] ?? 0).fill(code));
  const itemIds = Array.from({ length: items }, (_, item) => idOf(item));
  const order = itemIds.map((_, item) => item).sort((a, b) => (itemIds[a]! < itemIds[b]! ? -1 : 1));
  const rank = new Int32Array(items);
  order.forEach((item, at) => {
    rank[item] = at;
  });
  const shopperIds = Array.from({ length: shoppers }, (_, shopper) => `s${shopper}`).sort();

  const rows: { shopper: number; item: number; event: number; time: number }[] = [];
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const home = below(GROUPS);
    let time = hasTimes ? START + below(60) * DAY : 0;
    let last = home;
    const count = 2 + below(options.interactions * 2 - 2);
    for (let i = 0; i < count; i++) {
      const group = below(10) < 8 ? home : below(GROUPS);
      const isNext = below(10) < 4 && last + GROUPS < items;
      const popular = Math.min(below(items), below(items));
      const item = isNext ? last + GROUPS : popular - (popular % GROUPS) + group;
      last = Math.min(item, items - 1);
      const event = events[below(events.length)]!;
      rows.push({ shopper, item: rank[last]!, event, time });
      // Even items are bought with the next: baskets to learn from.
      if (EVENT_NAMES[event] === 'purchase' && last % 2 === 0 && last + 1 < items)
        rows.push({ shopper, item: rank[last + 1]!, event, time });
      time += hasTimes ? (below(4) === 0 ? 2 * DAY : 60_000) : 1000;
    }
  }
  const catalogue = itemIds.map((itemId, item) => ({
    itemId,
    title: `Item ${item}`,
    price: 1 + ((item * 37) % 100) + 0.99,
    category: item % 5 === 4 ? `Home > Group ${item % GROUPS}` : `Shop > Group ${item % GROUPS}`,
    brand: `Brand ${item % 3}`,
    inStock: item % 11 !== 0,
    created: START - (item % 30) * DAY,
  }));
  const column = (key: 'shopper' | 'item') => Int32Array.from(rows, (row) => row[key]);
  const absent = () => new Float32Array(rows.length).fill(Number.NaN);
  const log: EventLog = {
    items: order.map((item) => itemIds[item]!),
    shoppers: shopperIds,
    shopper: column('shopper'),
    item: column('item'),
    event: Uint8Array.from(rows, (row) => row.event),
    time: Float64Array.from(rows, (row) => row.time),
    value: absent(),
    quantity: absent(),
    price: absent(),
    session: new Int32Array(rows.length).fill(-1),
    hasTimes,
    catalogue: [],
    report: { rows: rows.length, used: rows.length, skipped: {}, bad: 0, badLines: [] },
  };
  return { log, catalogue };
}
