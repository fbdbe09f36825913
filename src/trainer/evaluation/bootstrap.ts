import { Random } from '../random.ts';
import { mean } from './metrics.ts';

/** Resamples drawn for an interval. */
export const RESAMPLES = 1000;

export type Interval = [low: number, high: number];

/** 95 % percentile bootstrap interval of the mean over shoppers (Efron 1979). Deterministic for a seed. */
export function bootstrapInterval(values: ArrayLike<number>, seed: number): Interval {
  return bootstrapIntervals({ values }, seed).values!;
}

/**
 * Likewise of several columns over the same cases, on the same resamples. `shopperOf`: whose each case is, numbered from 0 without
 * gaps; a shopper's cases are drawn together, since they are alike. Absent: each case is a shopper.
 */
export function bootstrapIntervals<Name extends string>(
  columns: Record<Name, ArrayLike<number>>,
  seed: number,
  shopperOf?: Int32Array,
): Record<Name, Interval> {
  const names = Object.keys(columns) as Name[];
  const cases = names.length > 0 ? columns[names[0]!].length : 0;
  const owners = shopperOf ?? Int32Array.from({ length: cases }, (_, i) => i);
  const shoppers = owners.reduce((most, owner) => Math.max(most, owner + 1), 0);
  const sizes = new Float64Array(shoppers);
  for (const owner of owners) sizes[owner]!++;
  const sums = names.map((name) => {
    const sum = new Float64Array(shoppers);
    for (let i = 0; i < cases; i++) sum[owners[i]!]! += columns[name][i]!;
    return sum;
  });
  const means = names.map(() => new Float64Array(RESAMPLES));
  let r = 0;
  for (const draws of resamples(shoppers, seed)) {
    const drawn = dot(draws, sizes);
    for (let n = 0; n < names.length; n++) means[n]![r] = dot(draws, sums[n]!) / drawn;
    r++;
  }
  return Object.fromEntries(names.map((name, n) => [name, middle(means[n]!)])) as Record<Name, Interval>;
}

/** How often each shopper is in each resample; one array, which every resample overwrites. None of no shoppers. */
export function* resamples(shoppers: number, seed: number): Generator<Int32Array> {
  const random = new Random(seed, 'bootstrap');
  const draws = new Int32Array(shoppers);
  for (let r = 0; r < RESAMPLES && shoppers > 0; r++) {
    draws.fill(0);
    for (let i = 0; i < shoppers; i++) draws[random.below(shoppers)]!++;
    yield draws;
  }
}

/** Interval of the mean difference a - b, shopper by shopper: what tells two models apart when shoppers differ a lot. */
export function pairedInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  seed: number,
  shopperOf?: Int32Array,
): { mean: number; interval: Interval } {
  const differences = Float64Array.from(a, (value, i) => value - b[i]!);
  return { mean: mean(differences), interval: bootstrapIntervals({ differences }, seed, shopperOf).differences };
}

/** The middle 95 % of what the resamples gave, which it sorts. */
export function middle(means: Float64Array): Interval {
  means.sort();
  return [means[Math.floor(RESAMPLES * 0.025)]!, means[Math.ceil(RESAMPLES * 0.975) - 1]!];
}

function dot(counts: Int32Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]! * values[i]!;
  return sum;
}
