import { setImmediate } from 'node:timers/promises';
import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import { topK } from '../../engine/candidates/topK.ts';
import type { Tables } from '../tables/tables.ts';
import type { FitContext, Model } from './model.ts';

/** A shopper's rows as a sequence: consecutive rows of one item are one visit; a step is a distinct moment. */
interface Visits {
  /** Range of each shopper. */
  offsets: Int32Array;
  item: Int32Array;
  step: Int32Array;
  time: Float64Array;
}

/**
 * Directed transitions: T[i -> j] sums, over visits of j within a window after i, length^-lengthPower x exp(-age / tau) x
 * distance^-beta; pairs against the order count `reverse`, items of one moment count in full both ways. Rows are divided
 * by (sum + shrink)^rowPower and lifted by (popularity + 1)^popularityPower, then pruned to the strongest targets.
 */
export const transitions: Model = {
  name: 'transitions',
  table: 'transitions',
  async fit(tables, context) {
    const { decay, last } = context.config.transitions;
    return [
      {
        name: 'transitions',
        load: 'first',
        params: { decay, last },
        arrays: encodeRows(await transitionRows(tables, context)),
      },
    ];
  },
};

async function transitionRows(tables: Tables, { config, progress }: FitContext): Promise<SparseRow[]> {
  const rowOf = createCounter(tables, config.transitions);
  const rows: SparseRow[] = [];
  for (let item = 0; item < tables.items; item++) {
    if (item % 1024 === 0) {
      progress('transitions', item, tables.items);
      await setImmediate();
    }
    rows.push(rowOf(item));
  }
  progress('transitions', tables.items, tables.items);
  return rows;
}

/** Apart from the pauses: a compiler makes less of a loop in an asynchronous function. */
function createCounter(tables: Tables, settings: FitContext['config']['transitions']): (item: number) => SparseRow {
  const { window, beta, reverse, lengthPower, tau, rowPower, shrink, popularityPower, keep } = settings;
  const { offsets, item: items, step, time } = visitsOf(tables);
  const shopperOf = new Int32Array(items.length);
  const pairWeight = new Float64Array(items.length);
  const span = Math.max(1, tables.to - tables.from);
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const [start, end] = [offsets[shopper]!, offsets[shopper + 1]!];
    const length = (end - start) ** -lengthPower;
    for (let at = start; at < end; at++) {
      shopperOf[at] = shopper;
      pairWeight[at] = length * (tables.hasTimes ? Math.exp((time[at]! - tables.to) / (span * tau)) : 1);
    }
  }
  const counts = new Float64Array(tables.items);
  for (const item of items) counts[item]!++;
  const distances = Float64Array.from({ length: window + 2 }, (_, steps) => Math.max(1, steps) ** -beta);
  const places = placesByItem(items, tables.items);
  const sums = new Float64Array(tables.items);
  return (item) => {
    const touched: number[] = [];
    for (let p = places.offsets[item]!; p < places.offsets[item + 1]!; p++) {
      const at = places.places[p]!;
      const own = step[at]!;
      const start = Math.max(offsets[shopperOf[at]!]!, at - window);
      const end = Math.min(offsets[shopperOf[at]! + 1]!, at + window + 1);
      for (let other = at + 1; other < end; other++) {
        const target = items[other]!;
        const weight = pairWeight[other]! * distances[Math.min(window + 1, step[other]! - own)]!;
        // A pair without weight would list its target again and again.
        if (target === item || weight === 0) continue;
        const sum = sums[target]!;
        if (sum === 0) touched.push(target);
        sums[target] = sum + weight;
      }
      for (let other = at - 1; other >= start; other--) {
        const target = items[other]!;
        const steps = own - step[other]!;
        const weight = pairWeight[at]! * distances[Math.min(window + 1, steps)]! * (steps === 0 ? 1 : reverse);
        if (target === item || weight === 0) continue;
        const sum = sums[target]!;
        if (sum === 0) touched.push(target);
        sums[target] = sum + weight;
      }
    }
    let total = 0;
    for (const target of touched) total += sums[target]!;
    const divisor = (total + shrink) ** rowPower;
    for (const target of touched) sums[target] = (sums[target]! / divisor) * (counts[target]! + 1) ** popularityPower;
    const targets = topK(sums, keep, undefined, touched);
    const row = { targets, strengths: targets.map((target) => sums[target]!) };
    for (const target of touched) sums[target] = 0;
    return row;
  };
}

function visitsOf(tables: Tables): Visits {
  const offsets = new Int32Array(tables.shoppers + 1);
  const item: number[] = [];
  const step: number[] = [];
  const time: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const start = item.length;
    let steps = 0;
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++) {
      if (item.length > start && item.at(-1) === tables.item[row]) continue;
      if (item.length > start && time.at(-1) !== tables.time[row]) steps++;
      item.push(tables.item[row]!);
      step.push(steps);
      time.push(tables.time[row]!);
    }
    offsets[shopper + 1] = item.length;
  }
  return { offsets, item: Int32Array.from(item), step: Int32Array.from(step), time: Float64Array.from(time) };
}

function placesByItem(item: Int32Array, items: number): { offsets: Int32Array; places: Int32Array } {
  const offsets = new Int32Array(items + 1);
  for (const number of item) offsets[number + 1]!++;
  for (let i = 0; i < items; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice();
  const places = new Int32Array(item.length);
  item.forEach((number, at) => {
    places[next[number]!++] = at;
  });
  return { offsets, places };
}
