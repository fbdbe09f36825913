import { POPULARITY_SCALE, POPULARITY_WINDOWS } from '../../engine/candidates/popularity.ts';
import type { Tables } from '../tables/tables.ts';
import type { Model } from './model.ts';

const DAY = 86_400_000;

/** Shoppers' worth of prior in an item's repeat rate: rates of rare items shrink to the shop's own. */
const REPEAT_PRIOR = 20;

/** People rarely take one item more often (0.3 % of the pairs in Online Retail); a scraper does, and is one voice still. */
const REPEATS_COUNTED = 10;

/**
 * Popularity with time decay over three memories, and how often people return to an item. Half-lives follow the log's
 * length (1/50, 1/12, none; in days within sensible bounds); a log without a clock has one memory only.
 */
export const popularity: Model = {
  name: 'popularity',
  fit(tables, { learned }) {
    const halfLives = halfLivesOf(tables);
    const windows = POPULARITY_WINDOWS.map((name) => [name, decayedCounts(tables, halfLives[name])] as const);
    const scaled = windows.map(([name, counts]) => [name, logScaled(counts)] as const);
    return [
      {
        name: 'popularity',
        load: 'first',
        params: {
          ...Object.fromEntries(POPULARITY_WINDOWS.map((name) => [`${name}Days`, halfLives[name]])),
          main: learned.mainPopularity,
        },
        arrays: { ...Object.fromEntries(scaled), repeatRate: repeatRates(tables) },
      },
    ];
  },
};

function halfLivesOf(tables: Tables): Record<(typeof POPULARITY_WINDOWS)[number], number> {
  const days = (tables.to - tables.from) / DAY;
  if (!tables.hasTimes) return { short: 0, medium: 0, long: 0 };
  return { short: Math.min(7, Math.max(1, days / 50)), medium: Math.min(30, Math.max(3, days / 12)), long: 0 };
}

/**
 * Weighted interactions per item, each halved every `halfLifeDays` before the log's end; 0 means no decay. Of one shopper's
 * with one item, the newest REPEATS_COUNTED.
 */
export function decayedCounts(tables: Tables, halfLifeDays: number): Float64Array {
  const counts = new Float64Array(tables.items);
  const counted = new Int32Array(tables.items);
  const lastShopper = new Int32Array(tables.items).fill(-1);
  for (let shopper = 0; shopper < tables.shoppers; shopper++)
    for (let row = tables.offsets[shopper + 1]! - 1; row >= tables.offsets[shopper]!; row--) {
      const item = tables.item[row]!;
      if (lastShopper[item] !== shopper) [lastShopper[item], counted[item]] = [shopper, 0];
      if (counted[item]!++ >= REPEATS_COUNTED) continue;
      const decay = halfLifeDays > 0 ? 2 ** ((tables.time[row]! - tables.to) / (halfLifeDays * DAY)) : 1;
      counts[item]! += tables.weight[row]! * decay;
    }
  return counts;
}

function logScaled(counts: Float64Array): Uint16Array {
  const max = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 0));
  return Uint16Array.from(counts, (value) => (max > 0 ? Math.round((Math.log1p(value) / max) * POPULARITY_SCALE) : 0));
}

/** Share of an item's takers who took it at a second moment, 0 to 255, shrunk to the shop's mean. */
function repeatRates(tables: Tables): Uint8Array {
  const takers = new Float64Array(tables.items);
  const returners = new Float64Array(tables.items);
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const firstTime = new Map<number, number>();
    const returned = new Set<number>();
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++) {
      const first = firstTime.get(tables.item[row]!);
      if (first === undefined) firstTime.set(tables.item[row]!, tables.time[row]!);
      else if (first !== tables.time[row]) returned.add(tables.item[row]!);
    }
    for (const item of firstTime.keys()) takers[item]!++;
    for (const item of returned) returners[item]!++;
  }
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const mean = sum(takers) > 0 ? sum(returners) / sum(takers) : 0;
  return Uint8Array.from(takers, (count, item) =>
    Math.round((255 * (returners[item]! + REPEAT_PRIOR * mean)) / (count + REPEAT_PRIOR)),
  );
}
