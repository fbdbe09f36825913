import type { Tables } from '../../tables/tables.ts';
import type { Visits } from '../visits.ts';

/** What the counting of pairs hangs on; the rest of the settings works on the counted rows. */
export interface CountSettings {
  window: number;
  beta: number;
  reverse: number;
  lengthPower: number;
  tau: number;
  /** Fewest different shoppers behind a pair that counts. */
  support: number;
}

/** Weights of everything that follows an item, or precedes it, before they are set against each other. */
export interface CountedRow {
  targets: Int32Array;
  /** Above 0, one per target. */
  sums: Float64Array;
  /** Of the item followed by itself. */
  self: number;
}

/** Where each item was visited. */
export interface Places {
  offsets: Int32Array;
  places: Int32Array;
}

/**
 * Counts the row of one item after another: over its visits, everything within the window, length^-lengthPower x exp(-age / tau) x
 * distance^-beta; what went before counts `reverse`, what shares its moment counts in full. Coming back to the item, at once or
 * later in the window, is counted apart. A pair that fewer than `support` shoppers had is left out.
 */
export function createCounter(
  { from, to, hasTimes, items }: Pick<Tables, 'from' | 'to' | 'hasTimes' | 'items'>,
  { offsets, item: visited, step, time, stays, start }: Visits,
  { offsets: firsts, places }: Places,
  { window, beta, reverse, lengthPower, tau, support }: CountSettings,
): (item: number) => CountedRow {
  const pairWeight = new Float64Array(visited.length);
  const ends = new Int32Array(visited.length);
  const span = Math.max(1, to - from);
  for (let shopper = 0; shopper + 1 < offsets.length; shopper++) {
    const end = offsets[shopper + 1]!;
    const length = (end - offsets[shopper]!) ** -lengthPower;
    for (let at = offsets[shopper]!; at < end; at++) {
      ends[at] = end;
      pairWeight[at] = length * (hasTimes ? Math.exp((time[at]! - to) / (span * tau)) : 1);
    }
  }
  const distances = Float64Array.from({ length: window + 2 }, (_, steps) => Math.max(1, steps) ** -beta);
  const sums = new Float64Array(items);
  const shoppers = new Int32Array(items);
  const lastShopper = new Int32Array(items);
  return (item) => {
    const touched: number[] = [];
    let self = 0;
    const add = (target: number, weight: number, shopper: number) => {
      const sum = sums[target]!;
      if (sum === 0) {
        touched.push(target);
        shoppers[target] = 0;
      }
      // Visits are in order of their shoppers, and each has a first one of his own.
      if (shoppers[target] === 0 || lastShopper[target] !== shopper) {
        shoppers[target]!++;
        lastShopper[target] = shopper;
      }
      sums[target] = sum + weight;
    };
    for (let p = firsts[item]!; p < firsts[item + 1]!; p++) {
      const at = places[p]!;
      const own = step[at]!;
      const first = Math.max(start[at]!, at - window);
      const end = Math.min(ends[at]!, at + window + 1);
      self += stays[at]! * pairWeight[at]!;
      for (let other = at + 1; other < end; other++) {
        const target = visited[other]!;
        const weight = pairWeight[other]! * distances[Math.min(window + 1, step[other]! - own)]!;
        if (target === item) self += weight;
        // A pair without weight would list its target again and again.
        if (target === item || weight === 0) continue;
        add(target, weight, start[at]!);
      }
      for (let other = at - 1; other >= first; other--) {
        const target = visited[other]!;
        const steps = own - step[other]!;
        const weight = pairWeight[at]! * distances[Math.min(window + 1, steps)]! * (steps === 0 ? 1 : reverse);
        if (target === item || weight === 0) continue;
        add(target, weight, start[at]!);
      }
    }
    const targets = Int32Array.from(touched.filter((target) => shoppers[target]! >= support));
    const row = { targets, sums: Float64Array.from(targets, (target) => sums[target]!), self };
    for (const target of touched) sums[target] = 0;
    return row;
  };
}

export function placesByItem({ item }: Visits, items: number): Places {
  const offsets = new Int32Array(items + 1);
  for (const number of item) offsets[number + 1]!++;
  for (let i = 0; i < items; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice();
  const places = new Int32Array(item.length);
  item.forEach((number, at) => {
    places[next[number]!++] = at;
  });
  return { offsets, places };
}
