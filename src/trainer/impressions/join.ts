import { EVENT_NAMES } from '../../engine/events.ts';
import type { EventLog } from '../tables/log.ts';

const MINUTE = 60_000;
const SHOWN = EVENT_NAMES.indexOf('view_item_list');

/** Lists as they were shown, in the log's order, each with what was clicked in it. Shown items are entries of the columns. */
export interface Impressions {
  /** Shown items of impression i: entries offsets[i] .. offsets[i + 1]. */
  offsets: Int32Array;
  /** The log's row of each shown item. */
  row: Int32Array;
  /** Place of each on its page, from 1. */
  place: Uint16Array;
  /** 1 where it was clicked. */
  clicked: Uint8Array;
  /** How many items of the same impression were clicked above it. */
  clicksAbove: Uint8Array;
}

export interface JoinOptions {
  /** Nothing at or after this moment is known. Absent: the whole log. */
  to?: number;
  /** A click belongs to an impression of at most this age. Default 30. */
  windowMinutes?: number;
}

/**
 * Joins what was shown to what was clicked. The view_item_list rows of one shopper at one moment in one list are an impression; a list
 * that is named anew at that moment, which begins again at an item or a position, is the next. A click is a select_item, or, in a log that
 * has none, a view_item. It belongs to the newest impression before it, in the same session, that shows the item, in the click's
 * list where both say one.
 *
 * The place is counted within an impression, since positions go on over pages (item 9 is the first of page 2, and looked at
 * as such). Logs whose impressions are of one item mostly, told as it scrolls into view, have the position in place of it.
 */
export function joinImpressions(
  log: EventLog,
  { to = Number.POSITIVE_INFINITY, windowMinutes = 30 }: JoinOptions = {},
): Impressions {
  const rows: number[] = [];
  const offsets = [0];
  for (let row = 0; row < log.item.length; row++) {
    if (log.event[row] !== SHOWN || log.time[row]! >= to) continue;
    if (rows.length > offsets.at(-1)! && !goesOn(log, rows, offsets.at(-1)!, row)) offsets.push(rows.length);
    rows.push(row);
  }
  if (rows.length > offsets.at(-1)!) offsets.push(rows.length);
  let singles = 0;
  for (let i = 0; i + 1 < offsets.length; i++) if (offsets[i + 1]! - offsets[i]! === 1) singles++;
  const isOneByOne = 2 * singles > offsets.length - 1;
  const place = new Uint16Array(rows.length);
  for (let i = 0; i + 1 < offsets.length; i++)
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++)
      place[at] = isOneByOne ? log.position?.[rows[at]!] || 1 : Math.min(65_535, at - offsets[i]! + 1);
  const clicked = clicksOf(log, rows, to, windowMinutes * MINUTE);
  const clicksAbove = new Uint8Array(rows.length);
  for (let i = 0; i + 1 < offsets.length; i++)
    for (let at = offsets[i]! + 1; at < offsets[i + 1]!; at++)
      clicksAbove[at] = Math.min(255, clicksAbove[at - 1]! + clicked[at - 1]!);
  return { offsets: Int32Array.from(offsets), row: Int32Array.from(rows), place, clicked, clicksAbove };
}

/** Whether `row` is one more item of the impression that began at entry `start` of `rows`. */
function goesOn(log: EventLog, rows: readonly number[], start: number, row: number): boolean {
  const last = rows.at(-1)!;
  if (last !== row - 1 || log.shopper[last] !== log.shopper[row] || log.time[last] !== log.time[row]) return false;
  if (log.list?.[last] !== log.list?.[row]) return false;
  const [before, now] = [log.position?.[last] ?? 0, log.position?.[row] ?? 0];
  if (before > 0 && now > 0 && now <= before) return false;
  for (let at = start; at < rows.length; at++) if (log.item[rows[at]!] === log.item[row]) return false;
  return true;
}

/** For each entry of `rows`, shown items in the log's order, whether a click belongs to it. */
function clicksOf(log: EventLog, rows: readonly number[], to: number, window: number): Uint8Array {
  const clicked = new Uint8Array(rows.length);
  const select = EVENT_NAMES.indexOf('select_item');
  const click = log.event.includes(select) ? select : EVENT_NAMES.indexOf('view_item');
  /** Item -> the entry that shows it last, in each list. */
  const shown = new Map<number, Map<number, number>>();
  let next = 0;
  for (let row = 0; row < log.item.length; row++) {
    if (row === 0 || log.shopper[row] !== log.shopper[row - 1]) shown.clear();
    const [item, list] = [log.item[row]!, log.list?.[row] ?? -1];
    if (rows[next] === row) {
      if (!shown.has(item)) shown.set(item, new Map());
      shown.get(item)!.set(list, next++);
    } else if (log.event[row] === click && log.time[row]! < to) {
      let newest = -1;
      for (const [where, entry] of shown.get(item) ?? [])
        if ((where === list || where < 0 || list < 0) && entry > newest) newest = entry;
      const shownRow = rows[newest];
      if (shownRow === undefined || log.time[row]! - log.time[shownRow]! > window) continue;
      if (log.session[row] === log.session[shownRow]) clicked[newest] = 1;
    }
  }
  return clicked;
}
