import { topK } from '../../engine/candidates/topK.ts';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import { shopperRows } from './als.ts';
import { categoryCodes } from './categories.ts';
import type { FitContext, Model } from './model.ts';

const ROUNDS = 20;

/** Full scale of the stored shares and scores. */
const SCALE = 255;

/** Bytes of centroids at most: a shop of very many categories gets fewer segments. */
const CENTROID_BYTES = 65_536;

/**
 * Segments: k-means over shoppers' shares of weight per category (Lloyd 1982, seeded as in Arthur, Vassilvitskii 2007), and for each segment
 * the items it takes: share of its shoppers who took the item x lift over all shoppers^`liftPower`, best first, u8 against the best.
 * Shoppers are assigned by the centroids as shipped, as the device assigns them.
 *
 * No segment has fewer than `floor` shoppers, none of its items fewer than `itemFloor` of them: a list says what a crowd
 * takes and never what one shopper took. Whoever reads it learns the sizes of no segment, only the mixes and orders.
 * No section where fewer than two named categories were taken from, or no two segments reach the floor.
 */
export const segments: Model = {
  name: 'segments',
  table: 'segments',
  fit(tables, context) {
    const { floor, itemFloor } = context.config.segments;
    const { codes, count: categories } = categoryCodes(tables);
    if (categories < 2) return [];
    const bought = shopperRows(tables, context);
    if (new Set(bought.columns.map((item) => codes[item]!)).size < 2) return [];
    const most = Math.min(
      context.config.segments.count,
      Math.floor(tables.shoppers / Math.max(floor, itemFloor)),
      Math.floor(CENTROID_BYTES / categories),
    );
    if (most < 2) return [];
    const shares = categoryShares(bought, codes, categories);
    const { centroids, assignment } = cluster(shares, categories, most, floor, context);
    const count = centroids.length / categories;
    if (count < 2) return [];
    return [
      {
        name: 'segments',
        load: 'first',
        params: {},
        arrays: { centroids, ...segmentLists(bought, tables, assignment, count, context) },
      },
    ];
  },
};

/** Share of each shopper's weight per category; rows sum to 1. */
function categoryShares(bought: Rows, codes: Uint16Array, categories: number): Rows {
  const offsets = new Int32Array(bought.offsets.length);
  const columns: number[] = [];
  const values: number[] = [];
  const sums = new Float64Array(categories);
  for (let shopper = 0; shopper < offsets.length - 1; shopper++) {
    const touched: number[] = [];
    let total = 0;
    for (let at = bought.offsets[shopper]!; at < bought.offsets[shopper + 1]!; at++) {
      const code = codes[bought.columns[at]!]!;
      if (sums[code] === 0) touched.push(code);
      sums[code]! += bought.values[at]!;
      total += bought.values[at]!;
    }
    for (const code of touched.sort((a, b) => a - b)) {
      columns.push(code);
      values.push(sums[code]! / total);
      sums[code] = 0;
    }
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/** Centroids as they ship, each of at least `floor` shoppers, and the segment of every shopper. */
function cluster(shares: Rows, categories: number, most: number, floor: number, { config, progress }: FitContext) {
  const shoppers = shares.offsets.length - 1;
  let centres = seedCentres(shares, categories, most, new Random(config.seed, 'segments'));
  for (let round = 0; round < ROUNDS; round++) {
    progress('segments', round, ROUNDS);
    const { assignment, sizes } = assign(shares, centres, categories);
    const next = new Float64Array(centres.length);
    for (let shopper = 0; shopper < shoppers; shopper++)
      for (let at = shares.offsets[shopper]!; at < shares.offsets[shopper + 1]!; at++)
        next[assignment[shopper]! * categories + shares.columns[at]!]! +=
          shares.values[at]! / sizes[assignment[shopper]!]!;
    // A centre that lost all its shoppers stays where it was; the floor sees to it below.
    sizes.forEach((size, s) => {
      if (size === 0) next.set(centres.subarray(s * categories, (s + 1) * categories), s * categories);
    });
    centres = next;
  }
  progress('segments', ROUNDS, ROUNDS);
  let shipped = Uint8Array.from(centres, (share) => Math.round(share * SCALE));
  for (;;) {
    const { assignment, sizes } = assign(
      shares,
      Float64Array.from(shipped, (share) => share / SCALE),
      categories,
    );
    const smallest = sizes.indexOf(Math.min(...sizes));
    if (!(sizes[smallest]! < floor)) return { centroids: shipped, assignment };
    shipped = shipped.filter((_, at) => Math.floor(at / categories) !== smallest);
  }
}

/** The first centre is a shopper drawn at random, each other one drawn in proportion to the squared distance from the centres so far. */
function seedCentres(shares: Rows, categories: number, count: number, random: Random): Float64Array {
  const shoppers = shares.offsets.length - 1;
  const distances = new Float64Array(shoppers).fill(1);
  const centres = new Float64Array(count * categories);
  let found = 0;
  for (; found < count; found++) {
    const drawn = random.weighted(distances);
    if (drawn < 0) break;
    const centre = centres.subarray(found * categories, (found + 1) * categories);
    for (let at = shares.offsets[drawn]!; at < shares.offsets[drawn + 1]!; at++)
      centre[shares.columns[at]!] = shares.values[at]!;
    const norm = squares(centre);
    for (let shopper = 0; shopper < shoppers; shopper++) {
      const distance = Math.max(0, distanceTo(shares, shopper, centre, norm));
      distances[shopper] = found === 0 ? distance : Math.min(distances[shopper]!, distance);
    }
  }
  return centres.slice(0, found * categories);
}

function assign(shares: Rows, centres: Float64Array, categories: number) {
  const shoppers = shares.offsets.length - 1;
  const count = centres.length / categories;
  const rows = Array.from({ length: count }, (_, s) => centres.subarray(s * categories, (s + 1) * categories));
  const norms = rows.map(squares);
  const assignment = new Int32Array(shoppers);
  const sizes = new Array<number>(count).fill(0);
  for (let shopper = 0; shopper < shoppers; shopper++) {
    let best = Number.POSITIVE_INFINITY;
    for (let s = 0; s < count; s++) {
      const distance = distanceTo(shares, shopper, rows[s]!, norms[s]!);
      if (distance < best) [best, assignment[shopper]] = [distance, s];
    }
    sizes[assignment[shopper]!]!++;
  }
  return { assignment, sizes };
}

/** Squared distance of a shopper to a centre of squared length `norm`. */
function distanceTo(shares: Rows, shopper: number, centre: Float64Array, norm: number): number {
  let distance = norm;
  for (let at = shares.offsets[shopper]!; at < shares.offsets[shopper + 1]!; at++) {
    const share = shares.values[at]!;
    distance += share * (share - 2 * centre[shares.columns[at]!]!);
  }
  return distance;
}

function squares(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}

function segmentLists(
  bought: Rows,
  tables: Tables,
  assignment: Int32Array,
  count: number,
  { config }: FitContext,
): { starts: Uint32Array; items: Uint32Array; scores: Uint8Array } {
  const { itemFloor, keep, liftPower } = config.segments;
  const takers = Array.from({ length: count }, () => new Float64Array(tables.items));
  const all = new Float64Array(tables.items);
  const sizes = new Float64Array(count);
  assignment.forEach((segment, shopper) => {
    sizes[segment]!++;
    for (let at = bought.offsets[shopper]!; at < bought.offsets[shopper + 1]!; at++) {
      takers[segment]![bought.columns[at]!]!++;
      all[bought.columns[at]!]!++;
    }
  });
  const starts = new Uint32Array(count + 1);
  const items: number[] = [];
  const scores: number[] = [];
  for (let s = 0; s < count; s++) {
    const values = takers[s]!.map((taken, item) => {
      if (taken < itemFloor) return 0;
      const share = taken / sizes[s]!;
      return share * (share / (all[item]! / tables.shoppers)) ** liftPower;
    });
    const best = topK(values, keep).filter((item) => values[item]! > 0);
    for (const item of best) {
      items.push(item);
      scores.push(Math.max(1, Math.round((SCALE * values[item]!) / values[best[0]!]!)));
    }
    starts[s + 1] = items.length;
  }
  return { starts, items: Uint32Array.from(items), scores: Uint8Array.from(scores) };
}
