import { FIRST_DAY_MS } from '../simulate/calendar.ts';
import { makeCatalogue } from '../simulate/catalogue.ts';
import { playLog } from '../simulate/log.ts';
import { makeShoppers } from '../simulate/shoppers.ts';
import { liking, sigmoid } from '../simulate/taste.ts';
import type { EventLog } from '../tables/log.ts';
import { makeLog, type ShownRow } from '../tables/makeLog.ts';
import type { ImpressionCase } from './cases.ts';

const DAY = 86_400_000;

/** Chance that a shopper who looks at an item clicks it. */
export type Attraction = (shopper: string, item: string, time: number) => number;

/** The lists and clicks of a simulated shop, and what its shoppers really think of its items, but for presents to others. */
export function simulatedShop(size: { items: number; shoppers: number; days: number; seed: number }): {
  log: EventLog;
  attraction: Attraction;
} {
  const items = makeCatalogue(size.items, size.days, size.seed);
  const shoppers = makeShoppers(size.shoppers, size.days, size.seed);
  const rows: ShownRow[] = [];
  for (const day of playLog(items, shoppers, size.days, size.seed))
    for (const line of day.lines.trim().split('\n')) {
      const row = JSON.parse(line);
      if (row.event_name !== 'view_item_list' && row.event_name !== 'select_item') continue;
      const list = row.event_params.find(({ key }: { key: string }) => key === 'item_list_name').value.string_value;
      for (const { item_id, index } of row.items)
        rows.push([row.user_pseudo_id, item_id, row.event_timestamp / 1000, row.event_name, Number.NaN, list, index]);
    }
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const tasteOf = new Map(shoppers.map(({ id, taste }) => [id, taste]));
  const attraction: Attraction = (shopper, id, time) => {
    const item = itemOf.get(id)!;
    const age = Math.floor((time - FIRST_DAY_MS) / DAY) - item.createdDay;
    // As Session decides a click on what is looked at.
    const newness = age >= 0 && age < 14 ? 1 - age / 14 : 0;
    return sigmoid(1.5 * (liking(tasteOf.get(shopper)!, item) + 0.5 * newness) - 2.9);
  };
  return { log: makeLog(rows), attraction };
}

/**
 * How far the share of clicks of an item is from the chance that it is clicked by who looks at it: mean over shown items. `isWeighted`: each
 * shown item counts its weight, else 1.
 */
export function biasOf(cases: readonly ImpressionCase[], attraction: Attraction, isWeighted: boolean): number {
  const items = new Map<string, { clicks: number; weight: number; truth: number; times: number }>();
  for (const { shopper, time, shown, clicked, weights } of cases)
    shown.forEach((id, at) => {
      const item = items.get(id) ?? { clicks: 0, weight: 0, truth: 0, times: 0 };
      items.set(id, item);
      const weight = isWeighted ? weights[at]! : 1;
      if (clicked.has(id)) item.clicks += weight;
      item.weight += weight;
      item.truth += attraction(shopper, id, time);
      item.times++;
    });
  let bias = 0;
  let times = 0;
  for (const item of items.values()) {
    bias += item.times * Math.abs(item.clicks / item.weight - item.truth / item.times);
    times += item.times;
  }
  return bias / times;
}
