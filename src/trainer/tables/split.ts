import type { EventLog } from './log.ts';

/**
 * The rows of a log for which `keep` is true, in order, as a log of their own: shoppers, items and lists that only the other rows
 * name are gone from it, so that nothing can be learned from how many they are.
 */
export function filterLog(log: EventLog, keep: (row: number) => boolean): EventLog {
  const rows: number[] = [];
  for (let row = 0; row < log.item.length; row++) if (keep(row)) rows.push(row);
  const shoppers = renumber(log.shoppers, log.shopper, rows);
  const items = renumber(log.items, log.item, rows);
  const ids = new Set(items.ids);
  return {
    ...log,
    shoppers: shoppers.ids,
    items: items.ids,
    shopper: shoppers.numbers,
    item: items.numbers,
    event: Uint8Array.from(rows, (row) => log.event[row]!),
    time: Float64Array.from(rows, (row) => log.time[row]!),
    value: Float32Array.from(rows, (row) => log.value[row]!),
    quantity: Float32Array.from(rows, (row) => log.quantity[row]!),
    price: Float32Array.from(rows, (row) => log.price[row]!),
    session: Int32Array.from(rows, (row) => log.session[row]!),
    ...placesOf(log, rows),
    catalogue: log.catalogue.filter(({ itemId }) => ids.has(itemId)),
  };
}

/** The columns of what was shown where, of logs that have them. */
function placesOf({ position, list, lists }: EventLog, rows: readonly number[]) {
  if (!position || !list || !lists) return {};
  const used = renumber(lists, list, rows);
  return { position: Uint16Array.from(rows, (row) => position[row]!), list: used.numbers, lists: used.ids };
}

/** The ids that `rows` of a column use, in their former order, and the column in numbers of these; -1 stays. */
function renumber(ids: readonly string[], column: Int32Array, rows: readonly number[]) {
  const newNumber = new Int32Array(ids.length).fill(-1);
  for (const row of rows) if (column[row]! >= 0) newNumber[column[row]!] = 0;
  const used = ids.filter((_, number) => newNumber[number] === 0);
  let next = 0;
  for (let number = 0; number < ids.length; number++) if (newNumber[number] === 0) newNumber[number] = next++;
  return { ids: used, numbers: Int32Array.from(rows, (row) => (column[row]! < 0 ? -1 : newNumber[column[row]!]!)) };
}

/** First and last time in the log, ms. */
export function logSpan(log: EventLog): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of log.time) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return { from, to };
}

/** Splits at a moment: rows before `cut`, and rows at or after it. */
export function splitByTime(log: EventLog, cut: number): { earlier: EventLog; later: EventLog } {
  return {
    earlier: filterLog(log, (row) => log.time[row]! < cut),
    later: filterLog(log, (row) => log.time[row]! >= cut),
  };
}

/**
 * Holds out the end of every shopper's history: the last `share` of its distinct moments, at least one, where it has two
 * or more. For logs without a clock, where one moment cannot cut all histories.
 */
export function splitHistories(log: EventLog, share: number): { earlier: EventLog; later: EventLog } {
  const isLater = new Uint8Array(log.item.length);
  for (let start = 0; start < log.item.length; ) {
    let end = start;
    const moments: number[] = [];
    while (end < log.item.length && log.shopper[end] === log.shopper[start]) {
      if (moments.at(-1) !== log.time[end]) moments.push(log.time[end]!);
      end++;
    }
    if (moments.length > 1) {
      const cut = moments[moments.length - Math.max(1, Math.floor(moments.length * share))]!;
      for (let row = start; row < end; row++) if (log.time[row]! >= cut) isLater[row] = 1;
    }
    start = end;
  }
  return { earlier: filterLog(log, (row) => isLater[row] === 0), later: filterLog(log, (row) => isLater[row] === 1) };
}
