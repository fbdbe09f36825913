import type { SectionContent } from '../../engine/bundle/write.ts';
import { EVENT_NAMES, type EventName } from '../../engine/events.ts';
import { encodeFacts, type Fact, factsRead } from '../../engine/ranking/inputs/facts.ts';
import { exposureOf } from '../impressions/exposure.ts';
import type { EventLog } from '../tables/log.ts';
import type { Tables } from '../tables/tables.ts';

const DAY = 86_400_000;

/** Views, or times shown, worth of prior in a rate: rates of rare items shrink to the shop's own. */
const RATE_PRIOR = 20;

/** Fewest gaps between purchases that make a usual one. */
const ENOUGH_GAPS = 3;

/** The newest part of the log whose interactions are held against those of the part before it, days and share of its span at most. */
const GROWTH_DAYS = 14;
const GROWTH_SHARE = 0.1;
/** The newest part of the log in which takers are told by whether they are new to the item. */
const LATE_DAYS = 30;
const LATE_SHARE = 0.15;
/** Interactions that both parts are given beforehand. */
const GROWTH_PRIOR = 2;

/**
 * The bundle's feature table: what a log says of its items up to its end, and nothing later. What the log has no word on (prices, views, a clock)
 * makes no column.
 * @param features names of those that will be asked for: what none of them reads is left out; absent: nothing is
 */
export function fitFacts(log: EventLog, tables: Tables, features?: readonly string[]): SectionContent {
  const columns: Partial<Record<Fact, ArrayLike<number>>> = {
    ...ratesOf(log, tables),
    ...amountsOf(log, tables),
    ...takersOf(tables),
    ...(log.hasTimes ? { growth: growthOf(tables), returnDays: returnDaysOf(tables), ...lateOf(tables) } : {}),
  };
  const wanted = features && factsRead(features);
  const kept = Object.fromEntries(Object.entries(columns).filter(([name]) => wanted?.has(name) ?? true));
  return { name: 'facts', load: 'first', ...encodeFacts(kept, firstDaysOf(tables)) };
}

function ratesOf(log: EventLog, tables: Tables): Partial<Record<Fact, Float64Array>> {
  const counts = new Map<EventName, Float64Array>();
  const countOf = (name: EventName) => {
    const known = counts.get(name) ?? new Float64Array(tables.items);
    counts.set(name, known);
    return known;
  };
  for (let row = 0; row < log.item.length; row++) {
    const item = tables.numberOfLogItem[log.item[row]!]!;
    if (item >= 0) countOf(EVENT_NAMES[log.event[row]!]!)[item]!++;
  }
  // Where the log says what was shown where, a click rate is by looks and not by times shown, which go by the item's place.
  const looked = exposureOf(log, tables);
  if (looked) counts.set('view_item_list', looked.looks).set('select_item', looked.clicks);
  const rate = (name: EventName, of: EventName) => {
    const [some, all] = [counts.get(name), counts.get(of)];
    if (!some || !all) return undefined;
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    const mean = Math.min(1, sum(some) / sum(all));
    return all.map((count, item) => Math.min(1, (some[item]! + RATE_PRIOR * mean) / (count + RATE_PRIOR)));
  };
  return known({
    conversion: rate('purchase', 'view_item'),
    cartRate: rate('add_to_cart', 'view_item'),
    clickRate: rate('select_item', 'view_item_list'),
  });
}

/** Prices paid and pieces bought, where rows say them. */
function amountsOf(log: EventLog, tables: Tables): Partial<Record<Fact, Float64Array>> {
  const prices = new Map<number, number[]>();
  const pieces = new Float64Array(tables.items);
  const bought = new Float64Array(tables.items);
  for (let row = 0; row < log.item.length; row++) {
    const item = tables.numberOfLogItem[log.item[row]!]!;
    if (item < 0) continue;
    const price = log.price[row]!;
    if (price > 0) {
      const seen = prices.get(item);
      if (seen) seen.push(price);
      else prices.set(item, [price]);
    }
    const quantity = log.quantity[row]!;
    if (!(quantity > 0)) continue;
    pieces[item]! += Math.log2(quantity);
    bought[item]!++;
  }
  const usual = new Float64Array(tables.items).fill(Number.NaN);
  for (const [item, seen] of prices) usual[item] = Math.log2(medianOf(seen));
  return {
    usualPrice: usual,
    pieces: pieces.map((sum, item) => (bought[item]! > 0 ? sum / bought[item]! : Number.NaN)),
  };
}

function takersOf(tables: Tables): Partial<Record<Fact, Float64Array>> {
  const { items, offsets, item, catalogue } = tables;
  const takers = new Float64Array(items);
  const lengths = new Float64Array(items);
  const inCategory = new Float64Array(items);
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const own = new Set<number>();
    for (let row = offsets[shopper]!; row < offsets[shopper + 1]!; row++) own.add(item[row]!);
    const byCategory = new Map<string, number>();
    for (const one of own) {
      const category = catalogue.category[one]!;
      byCategory.set(category, (byCategory.get(category) ?? 0) + 1);
    }
    const length = Math.log2(1 + own.size);
    for (const one of own) {
      takers[one]!++;
      lengths[one]! += length;
      if (own.size > 1) inCategory[one]! += (byCategory.get(catalogue.category[one]!)! - 1) / (own.size - 1);
    }
  }
  const mean = (sums: Float64Array) => sums.map((sum, one) => (takers[one]! > 0 ? sum / takers[one]! : Number.NaN));
  const hasCategories = catalogue.category.some((category) => category !== '');
  return known({
    takers: takers.map((count) => Math.log2(1 + count)),
    takerLength: mean(lengths),
    focus: hasCategories ? mean(inCategory) : undefined,
  });
}

function growthOf(tables: Tables): Float64Array {
  const span = Math.min(GROWTH_DAYS * DAY, GROWTH_SHARE * (tables.to - tables.from));
  const newest = new Float64Array(tables.items).fill(GROWTH_PRIOR);
  const before = new Float64Array(tables.items).fill(GROWTH_PRIOR);
  for (let row = 0; row < tables.item.length; row++) {
    const age = tables.to - tables.time[row]!;
    if (age < span) newest[tables.item[row]!]!++;
    else if (age < 2 * span) before[tables.item[row]!]!++;
  }
  return newest.map((count, item) => Math.log2(count / before[item]!));
}

/** Who took each item in the newest part of the log, for the first time or again, and how long ago anybody did. */
function lateOf(tables: Tables): Partial<Record<Fact, Float64Array>> {
  const since = tables.to - Math.min(LATE_DAYS * DAY, LATE_SHARE * (tables.to - tables.from));
  const first = new Float64Array(tables.items);
  const again = new Float64Array(tables.items);
  const newest = new Float64Array(tables.items).fill(Number.NaN);
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const begun = new Map<number, number>();
    const returned = new Set<number>();
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++) {
      const [item, time] = [tables.item[row]!, tables.time[row]!];
      if (!(newest[item]! >= time)) newest[item] = time;
      const start = begun.get(item);
      if (start === undefined) begun.set(item, time);
      else if (time >= since && time !== start) returned.add(item);
    }
    for (const [item, time] of begun) if (time >= since) first[item]!++;
    for (const item of returned) again[item]!++;
  }
  const logOf = (counts: Float64Array) => counts.map((count) => Math.log2(1 + count));
  return {
    newTakers: logOf(first),
    returners: logOf(again),
    idleDays: newest.map((time) => Math.log2(1 + (tables.to - time) / DAY)),
  };
}

/** Of purchases where the log has any, else of everything that weighs. */
function returnDaysOf(tables: Tables): Float64Array {
  const purchase = EVENT_NAMES.indexOf('purchase');
  const hasPurchases = tables.event.includes(purchase);
  const gaps = new Map<number, number[]>();
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const last = new Map<number, number>();
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++) {
      if (hasPurchases && tables.event[row] !== purchase) continue;
      const item = tables.item[row]!;
      const before = last.get(item);
      last.set(item, tables.time[row]!);
      if (before === undefined || before === tables.time[row]) continue;
      const seen = gaps.get(item);
      const days = (tables.time[row]! - before) / DAY;
      if (seen) seen.push(days);
      else gaps.set(item, [days]);
    }
  }
  const usual = new Float64Array(tables.items).fill(Number.NaN);
  for (const [item, seen] of gaps) if (seen.length >= ENOUGH_GAPS) usual[item] = Math.log2(1 + medianOf(seen));
  return usual;
}

function firstDaysOf(tables: Tables): Uint16Array {
  const days = new Uint16Array(tables.items);
  if (!tables.hasTimes) return days;
  for (let row = 0; row < tables.item.length; row++) {
    const day = Math.min(65_535, Math.max(1, Math.floor(tables.time[row]! / DAY)));
    const item = tables.item[row]!;
    if (days[item] === 0 || day < days[item]!) days[item] = day;
  }
  return days;
}

const known = <T>(columns: Record<string, T | undefined>) =>
  Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== undefined)) as Partial<Record<Fact, T>>;

function medianOf(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[sorted.length >>> 1]!;
}
