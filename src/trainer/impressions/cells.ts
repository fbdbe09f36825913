import type { EventLog } from '../tables/log.ts';
import type { Impressions } from './join.ts';

/** Clicks below this many say nothing of a place of their own: it is pooled with the next. */
const LEAST_CLICKS = 30;

/** What was shown and clicked, counted by unit (an item in a list) and group of places: one entry a pair. */
export interface Cells {
  /** How many units there are. */
  units: number;
  unit: Int32Array;
  /** Group of places; see `groupOf`. */
  group: Uint16Array;
  shown: Float64Array;
  clicks: Float64Array;
  /** Unit of each shown item, by entry of the impressions. */
  unitOf: Int32Array;
  /** Group of each place, by place - 1: neighbouring places with few clicks are one group. */
  groupOf: Uint16Array;
}

/**
 * Counts the shown items of impressions for which `counts` is true. An item is a unit of its own in every list, since what shoppers
 * come to a list for decides what attracts them there.
 */
export function countCells(log: EventLog, impressions: Impressions, counts: (entry: number) => boolean): Cells {
  const groupOf = groupPlaces(impressions, counts);
  const groups = (groupOf.at(-1) ?? 0) + 1;
  const lists = (log.lists?.length ?? 0) + 1;
  const units = new Map<number, number>();
  const cells = new Map<number, { unit: number; group: number; shown: number; clicks: number }>();
  const unitOf = Int32Array.from(impressions.row, (row) => {
    const key = log.item[row]! * lists + (log.list?.[row] ?? -1) + 1;
    const unit = units.get(key) ?? units.size;
    units.set(key, unit);
    return unit;
  });
  for (let entry = 0; entry < unitOf.length; entry++) {
    if (!counts(entry)) continue;
    const unit = unitOf[entry]!;
    const group = groupOf[impressions.place[entry]! - 1]!;
    const cell = cells.get(unit * groups + group) ?? { unit, group, shown: 0, clicks: 0 };
    cells.set(unit * groups + group, cell);
    cell.shown++;
    cell.clicks += impressions.clicked[entry]!;
  }
  const all = [...cells.values()];
  return {
    units: units.size,
    unit: Int32Array.from(all, ({ unit }) => unit),
    group: Uint16Array.from(all, ({ group }) => group),
    shown: Float64Array.from(all, ({ shown }) => shown),
    clicks: Float64Array.from(all, ({ clicks }) => clicks),
    unitOf,
    groupOf,
  };
}

/** Places in order, cut into groups of enough clicks; the rest joins the last group. The first place is its own. */
function groupPlaces({ place, clicked }: Impressions, counts: (entry: number) => boolean): Uint16Array {
  const places = place.reduce((most, one) => Math.max(most, one), 0);
  const clicks = new Float64Array(places);
  for (let entry = 0; entry < place.length; entry++) if (counts(entry)) clicks[place[entry]! - 1]! += clicked[entry]!;
  const groupOf = new Uint16Array(places);
  let left = clicks.reduce((sum, count) => sum + count, 0);
  let group = 0;
  let inGroup = 0;
  for (let p = 0; p < places; p++) {
    const isFull = p === 1 || inGroup >= LEAST_CLICKS;
    if (p > 0 && isFull && left >= LEAST_CLICKS) {
      group++;
      inGroup = 0;
    }
    groupOf[p] = group;
    inGroup += clicks[p]!;
    left -= clicks[p]!;
  }
  return groupOf;
}
