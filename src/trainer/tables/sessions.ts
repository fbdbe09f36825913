import { EVENT_NAMES, type EventName } from '../../engine/events.ts';
import type { Rows } from './rows.ts';
import type { Tables } from './tables.ts';

const MINUTE = 60_000;

/** Sittings of shoppers: distinct items ascending in each, and whose each is. */
export interface Sessions {
  rows: Rows;
  /** Shopper of each session; ascending. */
  shopper: Int32Array;
}

export interface SessionOptions {
  /** Longest pause within a session, minutes; 0: only what has the same moment belongs together. */
  gapMinutes: number;
  /** Events that count; absent: all. */
  events?: readonly EventName[];
  /** Distinct items of a session; others are left out: too few say nothing, of too many no two belong together. */
  least: number;
  most: number;
}

/** Cuts every shopper's rows into sessions where the pause between rows of the given events is longer than the gap. */
export function sessionsOf(
  tables: Tables,
  { gapMinutes, events = EVENT_NAMES, least, most }: SessionOptions,
): Sessions {
  const counts = EVENT_NAMES.map((name) => events.includes(name));
  const offsets = [0];
  const columns: number[] = [];
  const shoppers: number[] = [];
  const close = (shopper: number, items: Set<number>) => {
    if (items.size >= least && items.size <= most) {
      for (const item of [...items].sort((a, b) => a - b)) columns.push(item);
      offsets.push(columns.length);
      shoppers.push(shopper);
    }
    items.clear();
  };
  const items = new Set<number>();
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    let newest = Number.NEGATIVE_INFINITY;
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++) {
      if (!counts[tables.event[row]!]) continue;
      if (tables.time[row]! - newest > gapMinutes * MINUTE) close(shopper, items);
      items.add(tables.item[row]!);
      newest = tables.time[row]!;
    }
    close(shopper, items);
  }
  return {
    rows: {
      offsets: Int32Array.from(offsets),
      columns: Int32Array.from(columns),
      values: new Float32Array(columns.length).fill(1),
    },
    shopper: Int32Array.from(shoppers),
  };
}
