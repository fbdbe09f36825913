import { setImmediate } from 'node:timers/promises';
import { type Interval, middle, RESAMPLES, resamples } from '../bootstrap.ts';

/** Resamples between two breaths. */
const BREATH = 50;

/** Areas of one column of scores. */
interface Areas {
  auc: Float64Array;
  averagePrecision: Float64Array;
}

export interface AreaIntervals {
  /** 95 %, by column. */
  auc: Record<string, Interval>;
  averagePrecision: Record<string, Interval>;
  /** Of the first column over each other, on the same resamples. */
  gain: Record<string, { auc: Interval; averagePrecision: Interval }>;
}

/**
 * 95 % percentile bootstrap over shoppers of the area under the ROC curve and of average precision, of several columns of scores for the
 * same rows. A shopper's rows are drawn together: how scores of two shoppers compare is part of what an area measures, and no mean
 * over shoppers says it. A resample without a taken row, or without another, leaves out what it cannot say: an AUC of .5.
 */
export async function areaIntervals(
  columns: Record<string, ArrayLike<number>>,
  labels: ArrayLike<number>,
  shopperOf: Int32Array,
  seed: number,
): Promise<AreaIntervals> {
  const names = Object.keys(columns);
  const shoppers = shopperOf.reduce((most, shopper) => Math.max(most, shopper + 1), 0);
  const blocks = names.map((name) => blocksOf(columns[name]!, labels, shopperOf));
  const areas = names.map(
    (): Areas => ({ auc: new Float64Array(RESAMPLES), averagePrecision: new Float64Array(RESAMPLES) }),
  );
  let r = 0;
  for (const draws of resamples(shoppers, seed)) {
    if (r % BREATH === 0) await setImmediate();
    for (const [at, one] of blocks.entries()) measure(one, draws, areas[at]!, r);
    r++;
  }
  const of = (key: keyof Areas) => Object.fromEntries(names.map((name, at) => [name, middle(areas[at]![key].slice())]));
  const gained = (key: keyof Areas, at: number) =>
    middle(areas[0]![key].map((value, resample) => value - areas[at]![key][resample]!));
  return {
    auc: of('auc'),
    averagePrecision: of('averagePrecision'),
    gain: Object.fromEntries(
      names
        .map((name, at) => [name, at] as const)
        .slice(1)
        .map(([name, at]) => [name, { auc: gained('auc', at), averagePrecision: gained('averagePrecision', at) }]),
    ),
  };
}

/** Rows by falling score in blocks: of equal scores, or of neighbouring scores none of which was taken, whose order says nothing. */
interface Blocks {
  /** Whose each row is, by block: those not taken, those taken. */
  others: Int32Array;
  taken: Int32Array;
  /** Where each block ends in the two. */
  othersEnd: Int32Array;
  takenEnd: Int32Array;
}

function blocksOf(scores: ArrayLike<number>, labels: ArrayLike<number>, shopperOf: Int32Array): Blocks {
  const order = Uint32Array.from(shopperOf, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  const others: number[] = [];
  const taken: number[] = [];
  const othersEnd: number[] = [];
  const takenEnd: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start;
    const before = taken.length;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      const row = order[end++]!;
      (labels[row]! > 0 ? taken : others).push(shopperOf[row]!);
    }
    const isOpen = taken.length === before && takenEnd.length > 1 && takenEnd.at(-1) === takenEnd.at(-2);
    if (isOpen) othersEnd[othersEnd.length - 1] = others.length;
    else {
      othersEnd.push(others.length);
      takenEnd.push(taken.length);
    }
    start = end;
  }
  return {
    others: Int32Array.from(others),
    taken: Int32Array.from(taken),
    othersEnd: Int32Array.from(othersEnd),
    takenEnd: Int32Array.from(takenEnd),
  };
}

/** As `rocAuc` and `averagePrecision` of the rows, each as often as its shopper was drawn. */
function measure(
  { others, taken, othersEnd, takenEnd }: Blocks,
  draws: Int32Array,
  areas: Areas,
  resample: number,
): void {
  let area = 0;
  let precisions = 0;
  let hits = 0;
  let misses = 0;
  let other = 0;
  let own = 0;
  for (let block = 0; block < othersEnd.length; block++) {
    let newMisses = 0;
    for (const end = othersEnd[block]!; other < end; other++) newMisses += draws[others[other]!]!;
    let newHits = 0;
    for (const end = takenEnd[block]!; own < end; own++) newHits += draws[taken[own]!]!;
    area += newMisses * (hits + newHits / 2);
    hits += newHits;
    misses += newMisses;
    if (newHits > 0) precisions += newHits * (hits / (hits + misses));
  }
  areas.auc[resample] = hits > 0 && misses > 0 ? area / (hits * misses) : 0.5;
  areas.averagePrecision[resample] = hits > 0 ? precisions / hits : 0;
}
