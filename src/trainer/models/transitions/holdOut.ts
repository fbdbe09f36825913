import { Random } from '../../random.ts';
import type { Tables } from '../../tables/tables.ts';
import { readVisits, type Visits } from '../visits.ts';

/** What is known at a moment of a shopper's history, and what is taken there. */
export interface Moment {
  /** Distinct items, newest first, as a device has them in its profile. */
  items: Int32Array;
  /** Steps back to each. */
  lags: Int32Array;
  /** Distinct items of the moment, those that were taken before too. */
  taken: Int32Array;
}

/** Shoppers that are cut at most, and of a small log at most this share. */
const MOST = 1000;
const SHARE = 0.5;

/**
 * Cuts some shoppers' histories at a moment of their later half. What comes before stays; what is taken there is asked; what
 * comes after is left out.
 */
export function holdOutMoments(tables: Tables, seed: number): { visits: Visits; moments: Moment[] } {
  const random = new Random(seed, 'transitions');
  const until = tables.offsets.slice(1);
  const able: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++)
    if (tables.time[tables.offsets[shopper]!] !== tables.time[tables.offsets[shopper + 1]! - 1]) able.push(shopper);
  const asked = random.shuffle(able).slice(0, Math.min(MOST, Math.ceil(SHARE * able.length)));
  asked.sort((a, b) => a - b);
  const takenBy = asked.map((shopper) => {
    const [start, end] = [tables.offsets[shopper]!, tables.offsets[shopper + 1]!];
    const firsts: number[] = [];
    for (let row = start + 1; row < end; row++) if (tables.time[row] !== tables.time[row - 1]) firsts.push(row);
    const half = Math.floor(firsts.length / 2);
    const cut = firsts[half + random.below(firsts.length - half)]!;
    let last = cut;
    while (last < end && tables.time[last] === tables.time[cut]) last++;
    until[shopper] = cut;
    return Int32Array.from(new Set(tables.item.subarray(cut, last)));
  });
  const visits = readVisits(tables, until);
  return { visits, moments: asked.map((shopper, i) => ({ ...lastOccurrences(visits, shopper), taken: takenBy[i]! })) };
}

function lastOccurrences({ offsets, item, step }: Visits, shopper: number): Pick<Moment, 'items' | 'lags'> {
  const lags = new Map<number, number>();
  const end = offsets[shopper + 1]!;
  for (let at = end - 1; at >= offsets[shopper]!; at--)
    if (!lags.has(item[at]!)) lags.set(item[at]!, step[end - 1]! - step[at]!);
  return { items: Int32Array.from(lags.keys()), lags: Int32Array.from(lags.values()) };
}
