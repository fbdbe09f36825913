import { EVENT_NAMES, type Interaction } from '../../engine/events.ts';
import { MAX_LOG } from '../../engine/profile/log.ts';
import { interactionOf } from '../evaluation/cases.ts';
import { Random } from '../random.ts';
import type { EventLog } from '../tables/log.ts';
import { type Examination, estimateExamination } from './examination.ts';
import { type Impressions, joinImpressions } from './join.ts';
import { MAX_WEIGHT, weightOf } from './weights.ts';

const SHOWN = EVENT_NAMES.indexOf('view_item_list');

/** A list that a shopper was shown, with what was known just before and what was clicked: a group of rows for a ranker. */
export interface ImpressionCase {
  shopper: string;
  /** When it was shown, ms. */
  time: number;
  /** Name of the list, where the log says it. */
  list?: string;
  /** What the shopper did strictly before `time`, oldest first, the newest MAX_LOG; lists that were shown are not in it. */
  history: Interaction[];
  /** Ids of the items, in the order shown. */
  shown: string[];
  /** Place of each on its page, from 1. */
  positions: Uint16Array;
  clicked: Set<string>;
  /** How many items surely looked at each stands for: see `weightOf`. Above 0. */
  weights: number[];
}

export interface ImpressionOptions {
  /** Absent: estimated from all that was known at `to`. */
  examination?: Examination;
  /** Largest weight. Default 10. */
  maxWeight?: number;
  /** Longest time from an impression to a click in it. Default 30. */
  windowMinutes?: number;
  /** True: also lists in which nothing was clicked, which say nothing of an order among themselves. Default true. */
  unclicked?: boolean;
  /** Of more lists than these, so many are drawn. Absent: all. */
  most?: number;
  /** Starts the draw. Default 1. */
  seed?: number;
}

/**
 * The lists shown from `from` until before `to` (ms), in the log's order. Nothing at or after `to` is looked at, neither for clicks nor for the
 * examination; a history ends before the moment that its list was shown.
 */
export function impressionCases(
  log: EventLog,
  from: number,
  to: number,
  options: ImpressionOptions = {},
): ImpressionCase[] {
  const { examination, maxWeight = MAX_WEIGHT, windowMinutes = 30 } = options;
  const impressions = joinImpressions(log, { to, windowMinutes });
  const { offsets, row: rows, place, clicked, clicksAbove } = impressions;
  const looked = examination ?? estimateExamination(log, impressions);
  const cases: ImpressionCase[] = [];
  let shopper = -1;
  let past: Interaction[] = [];
  /** Where in the log `past` ends. */
  let next = 0;
  for (const i of chosen(log, impressions, from, options)) {
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    const first = rows[start]!;
    const time = log.time[first]!;
    if (log.shopper[first] !== shopper) {
      shopper = log.shopper[first]!;
      past = [];
      next = first;
      while (next > 0 && log.shopper[next - 1] === shopper) next--;
    }
    for (; next < first && log.time[next]! < time; next++)
      if (log.event[next] !== SHOWN) past.push(interactionOf(log, next));
    const list = log.lists?.[log.list?.[first] ?? -1];
    const entries = Array.from({ length: end - start }, (_, n) => start + n);
    const idOf = (entry: number) => log.items[log.item[rows[entry]!]!]!;
    cases.push({
      shopper: log.shoppers[shopper]!,
      time,
      ...(list === undefined ? {} : { list }),
      history: past.slice(-MAX_LOG),
      shown: entries.map(idOf),
      positions: place.slice(start, end),
      clicked: new Set(entries.filter((entry) => clicked[entry] === 1).map(idOf)),
      weights: entries.map((entry) =>
        weightOf(
          looked,
          { place: place[entry]!, clicksAbove: clicksAbove[entry]!, isClicked: clicked[entry] === 1 },
          maxWeight,
        ),
      ),
    });
  }
  return cases;
}

/** The impressions that are asked for, ascending. */
function chosen(
  log: EventLog,
  { offsets, row, clicked }: Impressions,
  from: number,
  { unclicked = true, most = Number.POSITIVE_INFINITY, seed = 1 }: ImpressionOptions,
): number[] {
  const all: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const isClicked = clicked.subarray(offsets[i]!, offsets[i + 1]!).includes(1);
    if (log.time[row[offsets[i]!]!]! >= from && (unclicked || isClicked)) all.push(i);
  }
  if (all.length <= most) return all;
  const drawn = new Random(seed, 'impressions').shuffle(all).slice(0, most);
  return drawn.sort((a, b) => a - b);
}
