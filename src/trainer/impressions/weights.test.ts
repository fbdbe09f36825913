import { describe, expect, it } from 'vitest';
import { FIRST_DAY_MS } from '../simulate/calendar.ts';
import { makeCatalogue } from '../simulate/catalogue.ts';
import { playLog } from '../simulate/log.ts';
import { makeShoppers } from '../simulate/shoppers.ts';
import { liking, sigmoid } from '../simulate/taste.ts';
import { makeLog, type ShownRow } from '../tables/makeLog.ts';
import { impressionCases } from './cases.ts';
import { simulateClicks } from './simulateClicks.test-support.ts';
import { weightOf } from './weights.ts';

const examination = {
  byPlace: Float64Array.of(1, 0.25, 0.01),
  afterClick: 0.5,
  attraction: 0.2,
  impressions: 1,
  clicks: 1,
};
const shown = (place: number, isClicked: boolean, clicksAbove = 0) => ({ place, isClicked, clicksAbove });

describe('weightOf', () => {
  it('lets a click stand for as many as were not seen, at most the largest weight', () => {
    expect(weightOf(examination, shown(1, true))).toBe(1);
    expect(weightOf(examination, shown(2, true))).toBe(4);
    expect(weightOf(examination, shown(2, true, 1))).toBe(8);
    expect(weightOf(examination, shown(3, true))).toBe(10);
    expect(weightOf(examination, shown(3, true), 50)).toBeCloseTo(50, 9);
  });

  it('keeps the number of an item of mean attraction', () => {
    for (const place of [1, 2]) {
      const clicks = 0.2 * examination.byPlace[place - 1]!;
      const sum =
        clicks * weightOf(examination, shown(place, true)) + (1 - clicks) * weightOf(examination, shown(place, false));
      expect(sum).toBeCloseTo(1, 12);
    }
  });
});

/** Rate of clicks of each item over the cases, each shown item counting `weigh`; and how wrong it is about who takes it that looks. */
function errorOf(
  cases: ReturnType<typeof impressionCases>,
  truth: (shopper: string, item: string, time: number) => number,
  weigh: boolean,
) {
  const items = new Map<string, { clicks: number; weight: number; truth: number; times: number }>();
  for (const { shopper, time, shown, clicked, weights } of cases)
    shown.forEach((id, at) => {
      const item = items.get(id) ?? { clicks: 0, weight: 0, truth: 0, times: 0 };
      items.set(id, item);
      const weight = weigh ? weights[at]! : 1;
      if (clicked.has(id)) item.clicks += weight;
      item.weight += weight;
      item.truth += truth(shopper, id, time);
      item.times++;
    });
  let error = 0;
  let times = 0;
  for (const item of items.values()) {
    error += item.times * Math.abs(item.clicks / item.weight - item.truth / item.times);
    times += item.times;
  }
  return error / times;
}

describe('weighted rows are less biased by the place', () => {
  it('where place and item alone decide', () => {
    const { log, attraction } = simulateClicks(10_000, { leaves: 0.5 });
    const cases = impressionCases(log, 0, Number.POSITIVE_INFINITY);
    const truth = (_: string, item: string) => attraction.get(item)!;
    expect(errorOf(cases, truth, true)).toBeLessThan(0.35 * errorOf(cases, truth, false));
  });

  it('in the simulated shop, whose shoppers differ', () => {
    const items = makeCatalogue(200, 60, 3);
    const shoppers = makeShoppers(900, 60, 3);
    const rows: ShownRow[] = [];
    for (const day of playLog(items, shoppers, 60, 3))
      for (const line of day.lines.trim().split('\n')) {
        const row = JSON.parse(line);
        if (row.event_name !== 'view_item_list' && row.event_name !== 'select_item') continue;
        for (const { item_id, index } of row.items)
          rows.push([
            row.user_pseudo_id,
            item_id,
            row.event_timestamp / 1000,
            row.event_name,
            Number.NaN,
            row.event_params[1].value.string_value,
            index,
          ]);
      }
    const itemOf = new Map(items.map((item) => [item.id, item]));
    const shopperOf = new Map(shoppers.map((shopper) => [shopper.id, shopper]));
    // As Session decides a click on what is looked at; but for presents, of which the shopper's own taste says nothing.
    const truth = (shopper: string, id: string, time: number) => {
      const item = itemOf.get(id)!;
      const age = Math.floor((time - FIRST_DAY_MS) / 86_400_000) - item.createdDay;
      const newness = age >= 0 && age < 14 ? 1 - age / 14 : 0;
      return sigmoid(1.5 * (liking(shopperOf.get(shopper)!.taste, item) + 0.5 * newness) - 2.9);
    };
    const cases = impressionCases(makeLog(rows), 0, Number.POSITIVE_INFINITY);
    expect(errorOf(cases, truth, true)).toBeLessThan(0.7 * errorOf(cases, truth, false));
  });
});
