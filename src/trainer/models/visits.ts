import type { Tables } from '../tables/tables.ts';

/** Shoppers' rows as the device counts steps: consecutive rows of one item are one visit, visits of one moment share a step. */
export interface Visits {
  /** Range of each shopper; length shoppers + 1. */
  offsets: Int32Array;
  /** By visit, oldest first: item number. */
  item: Int32Array;
  /** From 0 for a shopper's first. */
  step: Int32Array;
  /** Of the visit's first row, ms. */
  time: Float64Array;
  /** Rows of the same item that directly follow the visit's first. */
  stays: Int32Array;
  /** Where the history of the visit's shopper begins. */
  start: Int32Array;
}

/** Reads the rows of a log; `until`: the end of each shopper's rows that count, absent: all. */
export function readVisits(tables: Tables, until?: Int32Array): Visits {
  const rows = tables.item.length;
  const visits: Visits = {
    offsets: new Int32Array(tables.shoppers + 1),
    item: new Int32Array(rows),
    step: new Int32Array(rows),
    time: new Float64Array(rows),
    stays: new Int32Array(rows),
    start: new Int32Array(rows),
  };
  const { offsets, item, step, time, stays, start } = visits;
  let length = 0;
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const first = length;
    const end = until ? until[shopper]! : tables.offsets[shopper + 1]!;
    let steps = 0;
    let before = Number.NaN;
    for (let row = tables.offsets[shopper]!; row < end; row++) {
      const own = tables.item[row]!;
      const isStay = length > first && item[length - 1] === own;
      if (isStay) stays[length - 1]!++;
      else {
        if (length > first && tables.time[row] !== before) steps++;
        item[length] = own;
        step[length] = steps;
        time[length] = tables.time[row]!;
        start[length++] = first;
      }
      before = tables.time[row]!;
    }
    offsets[shopper + 1] = length;
  }
  return {
    offsets,
    item: item.slice(0, length),
    step: step.slice(0, length),
    time: time.slice(0, length),
    stays: stays.slice(0, length),
    start: start.slice(0, length),
  };
}
