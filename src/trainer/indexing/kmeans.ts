import { createJsKernels } from '../../engine/kernels/js.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { Random } from '../random.ts';
import { capLists } from './capLists.ts';
import { createNearest } from './nearest.ts';
import { isClusterable, type Level, type Metric, meansOf, quantiseRows } from './rows.ts';

export interface ClusterOptions {
  /** Scan the centroids; WASM and plain JS give the same clusters. Default: plain JS. */
  kernels?: Kernels;
  /** Default `euclidean`. */
  metric?: Metric;
  /** Most rows of a list, at least rows / lists. Default: twice that. */
  most?: number;
  /** Lloyd sweeps at each level. Default 8. */
  sweeps?: number;
}

export interface Clusters {
  /** lists x dimensions: the mean of each list's rows (of their directions, in that metric); zeros for an empty list. */
  centroids: Float32Array;
  /** The list of each row, below `lists`. */
  assignment: Uint32Array;
}

/** Rows per centroid that a level is trained on, at most: more hardly moves the centroids. */
const SAMPLE = 256;
/** Up to so many lists, one level is cheaper than two. */
const ONE_LEVEL = 256;
/** Coarse clusters whose lists a row may join in the joint sweeps. */
const REACH = 4;
const JOINT_SWEEPS = 2;

/**
 * k-means (Lloyd 1982) in two levels: about sqrt(lists) coarse clusters, each cut into its share of the lists, then joint
 * sweeps in which a row may cross into neighbouring coarse clusters. No list takes more than `most` rows: those that fit
 * worst go to the next list with room. Distances are of int8 rows and int8 centroids, by the scan kernels.
 *
 * Rows that are zero or not finite have no direction: they fill whole lists at the end, whose centroids are zeros, and what
 * is left of them goes where there is most room. Fewer rows than lists: a row a list, and the other lists are empty. Equal
 * rows may leave lists empty too.
 *
 * `rows`: any number x `dimensions`, a multiple of 16; `lists` at least 1. Equal input and `random`: equal output.
 */
export function clusterRows(
  rows: Float32Array,
  dimensions: number,
  lists: number,
  random: Random,
  options: ClusterOptions = {},
): Clusters {
  const count = rows.length / dimensions;
  const assignment = new Uint32Array(count);
  const most = Math.max(1, Math.ceil(count / lists), Math.floor(options.most ?? (2 * count) / lists));
  const clusterable: number[] = [];
  const others: number[] = [];
  for (let row = 0; row < count; row++)
    (isClusterable(rows, row * dimensions, dimensions) ? clusterable : others).push(row);
  const members = Uint32Array.from(clusterable);
  const level: Level = {
    rows: quantiseRows(rows, dimensions, options.metric ?? 'euclidean'),
    kernels: options.kernels ?? createJsKernels(),
    sweeps: options.sweeps ?? 8,
    random,
  };
  const bare = Math.floor(others.length / most);
  const used = lists - bare;
  if (members.length <= used) {
    for (const [list, row] of members.entries()) assignment[row] = list;
  } else {
    if (used <= ONE_LEVEL) assign(assignment, level, members, train(level, members, used));
    else twoLevels(assignment, level, members, used);
    capLists(assignment, level, members, used, most);
  }
  const { means, sizes } = meansOf(level.rows, members, assignment, lists);
  placeBare(assignment, others, sizes, used, most);
  return { centroids: means, assignment };
}

/** Rows without direction: whole lists from `used` on, then the emptiest lists. */
function placeBare(assignment: Uint32Array, rows: readonly number[], sizes: Float64Array, used: number, most: number) {
  const whole = (sizes.length - used) * most;
  let list = 0;
  for (const [i, row] of rows.entries()) {
    if (i < whole) assignment[row] = used + Math.floor(i / most);
    else {
      // A list takes all it has room for before the next is looked for.
      if (i === whole || sizes[list]! >= most)
        list = sizes.subarray(0, used).indexOf(Math.min(...sizes.subarray(0, used)));
      assignment[row] = list;
      sizes[list]!++;
    }
  }
}

/** Lloyd's sweeps over a sample of `members`; k x dimensions centroids. */
function train({ rows, kernels, sweeps, random }: Level, members: Uint32Array, k: number): Float32Array {
  const { floats, weights, dimensions } = rows;
  const sample = draw(members, Math.min(members.length, k * SAMPLE), random);
  let centroids: Float32Array = new Float32Array(k * dimensions);
  const placeAt = (c: number, row: number) => {
    for (let i = 0; i < dimensions; i++) centroids[c * dimensions + i] = floats[row * dimensions + i]! * weights[row]!;
  };
  for (let c = 0; c < k; c++) placeAt(c, sample[c]!);
  const assignment = new Uint32Array(rows.count);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    assign(assignment, { rows, kernels }, sample, centroids);
    const { means, sizes } = meansOf(rows, sample, assignment, k);
    centroids = means;
    // An empty cluster starts anew inside the largest, which most needs cutting.
    for (let c = sizes.indexOf(0); c >= 0; c = sizes.indexOf(0)) {
      const largest = sizes.indexOf(Math.max(...sizes));
      const inside = sample.filter((row) => assignment[row] === largest);
      placeAt(c, inside[random.below(inside.length)]!);
      sizes[largest]! /= 2;
      // Below all others: it has no rows to give yet.
      sizes[c] = -1;
    }
  }
  return centroids;
}

function assign(
  assignment: Uint32Array,
  { rows, kernels }: Pick<Level, 'rows' | 'kernels'>,
  members: Uint32Array,
  centroids: Float32Array,
): void {
  const nearest = createNearest(rows, kernels, centroids);
  for (const row of members) assignment[row] = nearest.of(row);
}

function twoLevels(assignment: Uint32Array, level: Level, members: Uint32Array, lists: number): void {
  const { rows, kernels } = level;
  const d = rows.dimensions;
  const groups = Math.ceil(Math.sqrt(lists));
  let coarse = train(level, members, groups);
  assign(assignment, level, members, coarse);
  const grouped = groupBy(assignment, members, groups);
  const shares = shareOut(grouped, lists);
  const starts = [0];
  const groupOf = new Uint32Array(lists);
  let fine: Float32Array = new Float32Array(lists * d);
  for (const [g, own] of grouped.entries()) {
    const start = starts[g]!;
    groupOf.fill(g, start, start + shares[g]!);
    if (own.length > 0) fine.set(train(level, own, shares[g]!), start * d);
    starts.push(start + shares[g]!);
  }
  for (let sweep = 0; sweep < JOINT_SWEEPS; sweep++) {
    const toGroup = createNearest(rows, kernels, coarse);
    const within = grouped.map((_, g) =>
      createNearest(rows, kernels, fine.subarray(starts[g]! * d, starts[g + 1]! * d)),
    );
    for (const row of members) {
      let closest = Number.NEGATIVE_INFINITY;
      for (const g of toGroup.some(row, REACH)) {
        const list = starts[g]! + within[g]!.of(row);
        if (shares[g]! === 0 || within[g]!.closeness <= closest) continue;
        closest = within[g]!.closeness;
        assignment[row] = list;
      }
    }
    const { means, sizes } = meansOf(rows, members, assignment, lists);
    // A list that lost all its rows keeps its place and may win some back.
    for (let list = 0; list < lists; list++)
      if (sizes[list] === 0) means.set(fine.subarray(list * d, (list + 1) * d), list * d);
    fine = means;
    coarse = meansOf(
      rows,
      members,
      assignment.map((list) => groupOf[list]!),
      groups,
    ).means;
  }
}

/** `size` of the members, each at most once. */
function draw(members: Uint32Array, size: number, random: Random): Uint32Array {
  const pool = members.slice();
  for (let i = 0; i < size; i++) {
    const j = i + random.below(pool.length - i);
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return pool.subarray(0, size);
}

function groupBy(assignment: Uint32Array, members: Uint32Array, groups: number): Uint32Array[] {
  const rows: number[][] = Array.from({ length: groups }, () => []);
  for (const row of members) rows[assignment[row]!]!.push(row);
  return rows.map((own) => Uint32Array.from(own));
}

/** Shares of `total` in proportion to the groups' sizes: at least 1 where there is a member, at most one a member. */
function shareOut(groups: readonly Uint32Array[], total: number): number[] {
  const sizes = groups.map(({ length }) => length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const due = sizes.map((size) => (size * total) / all);
  const shares = due.map((share, g) => Math.min(sizes[g]!, Math.max(1, Math.floor(share))));
  for (let left = total - shares.reduce((sum, share) => sum + share, 0); left !== 0; left -= Math.sign(left)) {
    // The group furthest below its due gets one more; where the ones handed out at least were too many, the one furthest above gives.
    let chosen = -1;
    let furthest = Number.NEGATIVE_INFINITY;
    for (let g = 0; g < sizes.length; g++) {
      const gap = (due[g]! - shares[g]!) * Math.sign(left);
      const may = left > 0 ? shares[g]! < sizes[g]! : shares[g]! > 1;
      if (may && gap > furthest) [furthest, chosen] = [gap, g];
    }
    shares[chosen]! += Math.sign(left);
  }
  return shares;
}
