import type { Visits } from '../visits.ts';

/** Items that a context holds at most: a basket of hundreds is no more telling than its last. */
export const MAX_CONTEXT = 64;

/** What a device knows before a visit: distinct items by the lag of their last occurrence, newest first. */
export interface Context {
  length: number;
  /** MAX_CONTEXT long, as is `lags`. */
  items: Int32Array;
  lags: Int32Array;
}

export function createContext(): Context {
  return { length: 0, items: new Int32Array(MAX_CONTEXT), lags: new Int32Array(MAX_CONTEXT) };
}

/** The positions of visits that something precedes within the shopper's history: the examples to learn from. */
export function exampleVisits({ offsets, step }: Visits): Int32Array {
  const positions: number[] = [];
  for (let shopper = 0; shopper + 1 < offsets.length; shopper++)
    for (let at = offsets[shopper]!; at < offsets[shopper + 1]!; at++) if (step[at]! > 0) positions.push(at);
  return Int32Array.from(positions);
}

/** Reads what precedes the visit at `position` within `lags` steps into `context`: the device's lags, as they are one step before. */
export function readContext(visits: Visits, position: number, lags: number, context: Context): void {
  const { item, step, start } = visits;
  const newest = step[position]! - 1;
  context.length = 0;
  for (let at = position - 1; at >= start[position]! && context.length < MAX_CONTEXT; at--) {
    const lag = newest - step[at]!;
    if (lag >= lags) break;
    if (lag < 0 || includes(context, item[at]!)) continue;
    context.items[context.length] = item[at]!;
    context.lags[context.length++] = lag;
  }
}

function includes({ items, length }: Context, item: number): boolean {
  for (let i = 0; i < length; i++) if (items[i] === item) return true;
  return false;
}
