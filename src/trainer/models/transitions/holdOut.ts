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

/** Shoppers are cut until this many items are asked, and at least so many shoppers: a basket tells as much as several clicks. Of a small log at most this share. */
const ASKED = 6000;
const FEWEST = 1000;
const SHARE = 0.5;

/**
 * Cuts some shoppers' histories, each at one of its moments, any moment of the log being as likely as another but for that. What comes
 * before stays; what is taken there is asked; what comes after is left out. Sequences without a clock, which all begin at once, are
 * cut before their last moment: they are histories that have just come to their end, and not sittings.
 */
export function holdOutMoments(tables: Tables, seed: number): { visits: Visits; moments: Moment[] } {
  const until = tables.offsets.slice(1);
  const cuts = chooseCuts(tables, new Random(seed, 'transitions'));
  const taken = cuts.map(({ shopper, row }) => {
    let end = row;
    while (end < tables.offsets[shopper + 1]! && tables.time[end] === tables.time[row]) end++;
    until[shopper] = row;
    return Int32Array.from(new Set(tables.item.subarray(row, end)));
  });
  const visits = readVisits(tables, until);
  return { visits, moments: cuts.map(({ shopper }, i) => ({ ...lastOccurrences(visits, shopper), taken: taken[i]! })) };
}

/** At most one of a shopper, in the order of the shoppers; `row`: where the moment begins. */
function chooseCuts({ offsets, time, shoppers, hasTimes }: Tables, random: Random): { shopper: number; row: number }[] {
  const moments: { shopper: number; row: number }[] = [];
  const begin = time[0]!;
  const areSequences = !hasTimes && offsets.every((row, shopper) => shopper === shoppers || time[row] === begin);
  let able = 0;
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const before = moments.length;
    for (let row = offsets[shopper]! + 1; row < offsets[shopper + 1]!; row++)
      if (time[row] !== time[row - 1]) moments.push({ shopper, row });
    if (moments.length > before) able++;
    if (areSequences && moments.length > before) moments.splice(before, moments.length - before - 1);
  }
  const most = Math.ceil(SHARE * able);
  const chosen = new Map<number, { shopper: number; row: number }>();
  let asked = 0;
  for (const moment of random.shuffle(moments)) {
    if (chosen.size === most || (chosen.size >= FEWEST && asked >= ASKED)) break;
    const { shopper, row } = moment;
    if (chosen.has(shopper)) continue;
    chosen.set(shopper, moment);
    for (let other = row; other < offsets[shopper + 1]! && time[other] === time[row]; other++) asked++;
  }
  return [...chosen.values()].sort((a, b) => a.shopper - b.shopper);
}

function lastOccurrences({ offsets, item, step }: Visits, shopper: number): Pick<Moment, 'items' | 'lags'> {
  const lags = new Map<number, number>();
  const end = offsets[shopper + 1]!;
  for (let at = end - 1; at >= offsets[shopper]!; at--)
    if (!lags.has(item[at]!)) lags.set(item[at]!, step[end - 1]! - step[at]!);
  return { items: Int32Array.from(lags.keys()), lags: Int32Array.from(lags.values()) };
}
