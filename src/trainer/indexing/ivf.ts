import type { SectionContent } from '../../engine/bundle/write.ts';
import { createRouter, type ListShapes, lengthOf, type Router } from '../../engine/candidates/index/router.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { packVectors, unpackVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import { type Clusters, clusterRows } from './kmeans.ts';

export interface IvfOptions {
  seed: number;
  kernels: Kernels;
  /** Inverted lists; default about 3 x sqrt(items), where scanning centroids and scanning lists cost about the same. */
  lists?: number | undefined;
  /**
   * Share of the exact 100 best, by the vectors as shipped, to be found over the sampled users. Default 0.98: int8 and chance
   * take about .01, so that other users get .97 of what float vectors would find.
   */
  recall?: number;
}

/** What an index was chosen to do and does, for the model card. */
export interface IvfReport {
  lists: number;
  probes: number;
  /** Standard deviations in a list's promise. */
  reach: number;
  /** recall@100 against the exact scan of the same vectors, over users that did not choose `probes`. */
  recall: number;
  /** Share of the items that a search scans, on average. */
  scanned: number;
  users: number;
}

const TOP = 100;
const REACHES = [0, 1, 2, 3, 4];

/**
 * Inverted lists over a factors section: that section with its vectors in list order, and the section `ivf`. How many lists
 * a search probes is the fewest that reach `recall` for half of the `users`; the other half says what was reached.
 *
 * `users`: user vectors as the device would make them, any number x dimensions; none: the items' own vectors stand in.
 */
export function buildIvf(
  factors: SectionContent,
  users: Float32Array,
  { seed, kernels, recall = 0.98, ...options }: IvfOptions,
): { factors: SectionContent; ivf: SectionContent; report: IvfReport } {
  const { vectors, scales, ...rest } = factors.arrays as { vectors: Int8Array; scales: Float32Array };
  const dimensions = factors.params.dimensions as number;
  const items = scales.length;
  const lists = Math.max(1, Math.min(items, options.lists ?? Math.round(3 * Math.sqrt(items))));
  const rows = unpackVectors(vectors, scales, dimensions);
  const { centroids, assignment } = clusterRows(rows, dimensions, lists, new Random(seed, 'ivf'), { kernels });
  const { order, starts } = orderByList(assignment, lists);
  const shapes = shapesOf(rows, { centroids, assignment }, dimensions);
  const queries = users.length > 0 ? users : rows.subarray(0, 200 * dimensions);
  const exact = kernels.createScanner({ packed: vectors, scales, items, dimensions });
  const router = createRouter(shapes, kernels);
  const found = rowsOf(queries, dimensions).map((query) =>
    Uint32Array.from(exact.search(query, TOP).items, (item) => assignment[item]!),
  );
  const report = tune(queries, found, router, starts, dimensions, recall);

  const orderedVectors = new Int8Array(vectors.length);
  for (const [position, item] of order.entries())
    orderedVectors.set(vectors.subarray(item * dimensions, (item + 1) * dimensions), position * dimensions);
  const orderedScales = Float32Array.from(order, (item) => scales[item]!);
  return {
    factors: { ...factors, arrays: { ...rest, order, orderedScales, orderedVectors } },
    ivf: {
      name: 'ivf',
      load: 'first',
      params: { dimensions, probes: report.probes, reach: report.reach },
      arrays: { starts, scales: shapes.scales, spreads: shapes.spreads, axes: shapes.axes },
    },
    report,
  };
}

/** Items by list, in a list by number, and where each list starts. */
function orderByList(assignment: Uint32Array, lists: number): { order: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(lists + 1);
  for (const list of assignment) starts[list + 1]!++;
  for (let list = 0; list < lists; list++) starts[list + 1]! += starts[list]!;
  const next = starts.slice();
  const order = new Uint32Array(assignment.length);
  for (const [item, list] of assignment.entries()) order[next[list]!++] = item;
  return { order, starts };
}

/** The shape of each list; an empty one's is all zeros. */
export function shapesOf(rows: Float32Array, { centroids, assignment }: Clusters, dimensions: number): ListShapes {
  const lists = centroids.length / dimensions;
  const axes = centroids.slice();
  for (let list = 0; list < lists; list++) {
    const axis = axes.subarray(list * dimensions, (list + 1) * dimensions);
    const length = lengthOf(axis);
    if (length > 0) for (let d = 0; d < dimensions; d++) axis[d]! /= length;
  }
  const furthest = new Float64Array(lists);
  const across = new Float64Array(lists);
  const sizes = new Float64Array(lists);
  for (const [item, list] of assignment.entries()) {
    let along = 0;
    let squared = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = rows[item * dimensions + d]!;
      along += value * axes[list * dimensions + d]!;
      squared += value * value;
    }
    furthest[list] = Math.max(furthest[list]!, along);
    across[list]! += Math.max(0, squared - along * along);
    sizes[list]!++;
  }
  const { packed, scales } = packVectors(axes, dimensions);
  return {
    axes: packed,
    scales: scales.map((scale, list) => scale * furthest[list]!),
    spreads: Float32Array.from(across, (sum, list) => Math.sqrt(sum / ((dimensions - 1) * Math.max(1, sizes[list]!)))),
    lists,
    dimensions,
  };
}

/** Of every reach, the fewest probes that keep the promise to the users of even number; of these, the cheapest. */
function tune(
  queries: Float32Array,
  found: readonly Uint32Array[],
  router: Router,
  starts: Uint32Array,
  dimensions: number,
  recall: number,
): IvfReport {
  const lists = starts.length - 1;
  let best: IvfReport | undefined;
  for (const reach of REACHES) {
    // By rank of a list: hits of the even and the odd users, and items scanned.
    const hits = [new Float64Array(lists), new Float64Array(lists)];
    const scanned = new Float64Array(lists);
    const wanted = [0, 0];
    for (const [user, query] of rowsOf(queries, dimensions).entries()) {
      const promises = router.promises(query, reach).slice();
      const ranked = Uint32Array.from(promises, (_, list) => list).sort((a, b) => promises[b]! - promises[a]! || a - b);
      const ranks = new Uint32Array(lists);
      for (const [rank, list] of ranked.entries()) {
        ranks[list] = rank;
        scanned[rank]! += starts[list + 1]! - starts[list]!;
      }
      for (const list of found[user]!) hits[user % 2]![ranks[list]!]!++;
      wanted[user % 2]! += found[user]!.length;
    }
    let probes = 0;
    let even = 0;
    let odd = 0;
    let cost = 0;
    do {
      even += hits[0]![probes]!;
      odd += hits[1]![probes]!;
      cost += scanned[probes]!;
      probes++;
    } while (probes < lists && even < recall * wanted[0]!);
    const report = {
      lists,
      probes,
      reach,
      recall: wanted[1]! > 0 ? odd / wanted[1]! : even / Math.max(1, wanted[0]!),
      scanned: cost / Math.max(1, found.length * starts[lists]!),
      users: found.length,
    };
    if (!best || report.scanned < best.scanned) best = report;
  }
  return best!;
}

function rowsOf(values: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: values.length / dimensions }, (_, row) =>
    values.subarray(row * dimensions, (row + 1) * dimensions),
  );
}
