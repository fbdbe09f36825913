import { EVENT_NAMES, type EventName } from '../../engine/events.ts';
import type { CatalogueRow, EventLog } from './log.ts';

/** One row of a log made by hand: who, what, when (ms), and the event, `purchase` unless said. */
export type LogRow = [shopper: string, item: string, time: number, event?: EventName];

/** The same with the value that the shopper gave. */
export type RatedRow = [shopper: string, item: string, time: number, event: EventName, value: number];

/** A row of a list: what was shown or clicked where, by the list's name and the place in it from 1. */
export type ShownRow = [
  shopper: string,
  item: string,
  time: number,
  event: EventName,
  value: number,
  list: string,
  position: number,
];

/** An event log as a reader would give it, for tests: rows in any order, ids numbered by code units. */
export function makeLog(
  rows: readonly (LogRow | RatedRow | ShownRow)[],
  rest: { hasTimes?: boolean; catalogue?: CatalogueRow[] } = {},
): EventLog {
  const numbered = (ids: string[]) => [...new Set(ids)].sort();
  const shoppers = numbered(rows.map(([shopper]) => shopper));
  const items = numbered(rows.map(([, item]) => item));
  const shopperOf = new Map(shoppers.map((id, number) => [id, number]));
  const itemOf = new Map(items.map((id, number) => [id, number]));
  const ordered = [...rows].sort((a, b) => shopperOf.get(a[0])! - shopperOf.get(b[0])! || a[2] - b[2]);
  const absent = () => new Float32Array(rows.length).fill(Number.NaN);
  return {
    items,
    shoppers,
    shopper: Int32Array.from(ordered, ([shopper]) => shopperOf.get(shopper)!),
    item: Int32Array.from(ordered, ([, item]) => itemOf.get(item)!),
    event: Uint8Array.from(ordered, ([, , , event]) => EVENT_NAMES.indexOf(event ?? 'purchase')),
    time: Float64Array.from(ordered, ([, , time]) => time),
    value: Float32Array.from(ordered, ([, , , , value]) => value ?? Number.NaN),
    quantity: absent(),
    price: absent(),
    session: new Int32Array(rows.length).fill(-1),
    ...placesOf(ordered),
    hasTimes: rest.hasTimes ?? true,
    catalogue: rest.catalogue ?? [],
    report: { rows: rows.length, used: rows.length, skipped: {}, bad: 0, badLines: [] },
  };
}

/** The columns of what was shown where, if any row says it. */
function placesOf(rows: readonly (LogRow | RatedRow | ShownRow)[]): Pick<EventLog, 'position' | 'list' | 'lists'> {
  const lists = [...new Set(rows.flatMap(([, , , , , list]) => list ?? []))].sort();
  if (lists.length === 0) return {};
  return {
    position: Uint16Array.from(rows, ([, , , , , , position]) => position ?? 0),
    list: Int32Array.from(rows, ([, , , , , list]) => (list === undefined ? -1 : lists.indexOf(list))),
    lists,
  };
}
