import { setImmediate } from 'node:timers/promises';
import { parse } from 'valibot';
import type { SparseRow } from '../../../engine/bundle/rows.ts';
import { type TransitionsSettings, transitionsSettings } from '../../settings/transitions.ts';
import type { Tables } from '../../tables/tables.ts';
import { type CountedRow, createCounter, placesByItem } from './count.ts';
import { holdOutMoments, type Moment } from './holdOut.ts';
import { createWeigher, visitCounts } from './weigh.ts';

/** What is tried of each setting, in the order of what it is worth. */
const STEPS: { [K in keyof TransitionsSettings]?: readonly number[] } = {
  self: [0, 0.1, 0.3, 1, 3, 10],
  decay: [0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9],
  reverse: [0, 0.05, 0.1, 0.3, 0.5, 0.8],
  beta: [0, 0.25, 0.5, 0.75, 1, 1.5, 2.5],
  rowPower: [0, 0.15, 0.3, 0.45, 0.6, 0.8],
  popularityPower: [-0.2, -0.1, 0, 0.1, 0.2, 0.3],
  lengthPower: [-0.25, 0, 0.25, 0.5, 1],
  support: [1, 2, 3],
  shrink: [1, 3, 10, 30],
  window: [1, 3, 10, 30],
  tau: [0.1, 0.3, 1, 3],
  last: [3, 10, 30],
};
/** Where the search may begin, over what was given: everything near counts, or hardly more than the very next step. */
const STARTS: readonly Partial<TransitionsSettings>[] = [
  {},
  { window: 3, beta: 1.5, reverse: 0, self: 1, lengthPower: 0, rowPower: 0, popularityPower: 0, shrink: 1, decay: 0.1 },
];

const COUNTED = new Set(['window', 'beta', 'reverse', 'lengthPower', 'tau', 'support']);
const ROUNDS = 2;

/** A setting is changed for a gain of this share: less is chance. */
const BETTER = 1.002;

/** Another round must promise more than the last bits. */
const MUCH_BETTER = 1.01;

/** Fewest moments to tune by. */
const FEWEST = 50;

const CUTOFF = 10;

/**
 * Settings by which the rows of what shoppers had lead best to what they took next (nDCG@10, with the items that they had and among new ones
 * alone, both alike), one setting after the other, on histories cut in the tables themselves. Nothing is packed: a row is counted when it
 * is asked for. What differs from the defaults somebody chose: it stays. Undefined where too little can be cut.
 */
export async function tuneTransitions(
  tables: Tables,
  start: TransitionsSettings,
  seed: number,
): Promise<{ settings: TransitionsSettings; ndcg: number; before: number } | undefined> {
  const { visits, moments } = holdOutMoments(tables, seed);
  if (moments.length < FEWEST) return undefined;
  const places = placesByItem(visits, tables.items);
  const visited = visitCounts(visits.item, tables.items);
  const returns = moments.some(({ items, taken }) => taken.some((item) => items.includes(item)));

  let counted: { key: string; rowOf: (item: number) => CountedRow } | undefined;
  const rowsCountedBy = (settings: TransitionsSettings) => {
    const key = [...COUNTED].map((name) => settings[name as keyof TransitionsSettings]).join(' ');
    if (counted?.key !== key) counted = { key, rowOf: remember(createCounter(tables, visits, places, settings)) };
    return counted.rowOf;
  };
  const judge = (settings: TransitionsSettings) => {
    const rowOf = rowsCountedBy(settings);
    const weigh = createWeigher(visited, settings);
    const sparse = remember((item: number) => weigh(item, rowOf(item)));
    return judgeRows(sparse, moments, tables.items, settings, returns);
  };

  const usual = parse(transitionsSettings, {});
  const isOpen = (name: string) =>
    start[name as keyof TransitionsSettings] === usual[name as keyof TransitionsSettings] &&
    (name !== 'tau' || tables.hasTimes) &&
    (name !== 'self' || returns);
  const before = judge(start);
  let settings = start;
  let best = before;
  for (const changes of STARTS) {
    const open = Object.fromEntries(Object.entries(changes).filter(([name]) => isOpen(name)));
    const trial = { ...start, ...open };
    const ndcg = judge(trial);
    if (ndcg > best) [best, settings] = [ndcg, trial];
  }
  for (let round = 0; round < ROUNDS; round++) {
    const known = best;
    for (const [name, values] of Object.entries(STEPS)) {
      if (!isOpen(name)) continue;
      const from = settings;
      for (const value of values) {
        if (from[name as keyof TransitionsSettings] === value) continue;
        await setImmediate();
        const trial = { ...from, [name]: value };
        const ndcg = judge(trial);
        if (ndcg > best * (settings === from ? BETTER : 1)) [best, settings] = [ndcg, trial];
      }
    }
    if (!(best > known * MUCH_BETTER)) break;
  }
  return { settings, ndcg: best, before };
}

/** Mean nDCG@10 of what was taken, of all of it and of what is new to the shopper among such items alone. */
function judgeRows(
  rowOf: (item: number) => SparseRow,
  moments: readonly Moment[],
  items: number,
  { decay, last }: TransitionsSettings,
  returns: boolean,
): number {
  const sums = new Float64Array(items);
  const has = new Uint8Array(items);
  const totals = { all: 0, fresh: 0, moments: 0 };
  for (const { items: own, lags, taken } of moments) {
    const touched: number[] = [];
    for (let r = 0; r < Math.min(last, own.length); r++) {
      const { targets, strengths } = rowOf(own[r]!);
      const weight = decay ** lags[r]!;
      for (let t = 0; t < targets.length; t++) {
        const target = targets[t]!;
        if (sums[target] === 0) touched.push(target);
        sums[target]! += weight * strengths[t]!;
      }
    }
    for (const item of own) has[item] = 1;
    const wanted = taken.filter((item) => has[item] === 0);
    if (returns) totals.all += ndcgOf(taken, sums, touched);
    if (wanted.length > 0) {
      totals.moments++;
      totals.fresh += ndcgOf(wanted, sums, touched, has);
    }
    for (const item of own) has[item] = 0;
    for (const target of touched) sums[target] = 0;
  }
  const fresh = totals.moments > 0 ? totals.fresh / totals.moments : 0;
  return returns ? (totals.all / moments.length + fresh) / 2 : fresh;
}

/** `without`: items that are not in the list. Ties to the lower number. */
function ndcgOf(wanted: Int32Array, sums: Float64Array, touched: readonly number[], without?: Uint8Array): number {
  let dcg = 0;
  let ideal = 0;
  for (let i = 0; i < wanted.length; i++) {
    const item = wanted[i]!;
    if (i < CUTOFF) ideal += 1 / Math.log2(i + 2);
    const own = sums[item]!;
    if (own === 0) continue;
    let place = 0;
    for (const other of touched)
      if (without?.[other] !== 1 && (sums[other]! > own || (sums[other] === own && other < item))) place++;
    if (place < CUTOFF) dcg += 1 / Math.log2(place + 2);
  }
  return dcg / ideal;
}

function remember<T>(compute: (item: number) => T): (item: number) => T {
  const known = new Map<number, T>();
  return (item) => {
    let value = known.get(item);
    if (value === undefined) {
      value = compute(item);
      known.set(item, value);
    }
    return value;
  };
}
