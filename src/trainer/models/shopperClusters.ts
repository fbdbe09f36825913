import { RFM } from '../../engine/candidates/rfm.ts';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import type { FitContext } from './model.ts';

const ROUNDS = 20;

/** Full scale of the stored shares. */
export const SCALE = 255;

/** Centroids as they ship, each of at least `floor` shoppers, and the segment of every shopper. */
export function cluster(points: Rows, width: number, most: number, floor: number, { config, progress }: FitContext) {
  const shoppers = points.offsets.length - 1;
  let centres = seedCentres(points, width, most, new Random(config.seed, 'segments'));
  for (let round = 0; round < ROUNDS; round++) {
    progress('segments', round, ROUNDS);
    const { assignment, sizes } = assign(points, centres, width);
    const next = new Float64Array(centres.length);
    for (let shopper = 0; shopper < shoppers; shopper++)
      for (let at = points.offsets[shopper]!; at < points.offsets[shopper + 1]!; at++)
        next[assignment[shopper]! * width + points.columns[at]!]! += points.values[at]! / sizes[assignment[shopper]!]!;
    // A centre that lost all its shoppers stays where it was; the floor sees to it below.
    sizes.forEach((size, s) => {
      if (size === 0) next.set(centres.subarray(s * width, (s + 1) * width), s * width);
    });
    centres = next;
  }
  progress('segments', ROUNDS, ROUNDS);
  // As they ship: shares in steps of a byte, the rest in float32.
  let shipped = centres.map((value, at) =>
    at % width < width - RFM ? Math.round(value * SCALE) / SCALE : Math.fround(value),
  );
  for (;;) {
    const { assignment, sizes } = assign(points, shipped, width);
    const smallest = sizes.indexOf(Math.min(...sizes));
    if (!(sizes[smallest]! < floor)) return { centroids: shipped, assignment };
    shipped = shipped.filter((_, at) => Math.floor(at / width) !== smallest);
  }
}

/** The first centre is a shopper drawn at random, each other one drawn in proportion to the squared distance from the centres so far. */
function seedCentres(points: Rows, width: number, count: number, random: Random): Float64Array {
  const shoppers = points.offsets.length - 1;
  const distances = new Float64Array(shoppers).fill(1);
  const centres = new Float64Array(count * width);
  let found = 0;
  for (; found < count; found++) {
    const drawn = random.weighted(distances);
    if (drawn < 0) break;
    const centre = centres.subarray(found * width, (found + 1) * width);
    for (let at = points.offsets[drawn]!; at < points.offsets[drawn + 1]!; at++)
      centre[points.columns[at]!] = points.values[at]!;
    const norm = squares(centre);
    for (let shopper = 0; shopper < shoppers; shopper++) {
      const distance = Math.max(0, distanceTo(points, shopper, centre, norm));
      distances[shopper] = found === 0 ? distance : Math.min(distances[shopper]!, distance);
    }
  }
  return centres.slice(0, found * width);
}

function assign(points: Rows, centres: Float64Array, width: number) {
  const shoppers = points.offsets.length - 1;
  const count = centres.length / width;
  const rows = Array.from({ length: count }, (_, s) => centres.subarray(s * width, (s + 1) * width));
  const norms = rows.map(squares);
  const assignment = new Int32Array(shoppers);
  const sizes = new Array<number>(count).fill(0);
  for (let shopper = 0; shopper < shoppers; shopper++) {
    let best = Number.POSITIVE_INFINITY;
    for (let s = 0; s < count; s++) {
      const distance = distanceTo(points, shopper, rows[s]!, norms[s]!);
      if (distance < best) [best, assignment[shopper]] = [distance, s];
    }
    sizes[assignment[shopper]!]!++;
  }
  return { assignment, sizes };
}

/** Squared distance of a shopper to a centre of squared length `norm`. */
function distanceTo(points: Rows, shopper: number, centre: Float64Array, norm: number): number {
  let distance = norm;
  for (let at = points.offsets[shopper]!; at < points.offsets[shopper + 1]!; at++) {
    const value = points.values[at]!;
    distance += value * (value - 2 * centre[points.columns[at]!]!);
  }
  return distance;
}

function squares(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}
