import type { SectionContent } from '../../engine/bundle/write.ts';
import { unpackVectors } from '../../engine/kernels/quantise.ts';
import { Random } from '../random.ts';
import { buildHnsw, type HnswGraph, type HnswOptions, searchHnsw } from './hnsw.ts';
import { writeHnswFile } from './hnswFile.ts';

/** Beams tried, narrowest first; hnswlib's default of 10 is for a handful of neighbours. */
const BEAMS = [100, 150, 200, 300, 400, 600, 800];
/** What a search should find of the 100 best, unless asked otherwise. */
const TARGET = 0.97;
const NEIGHBOURS = 100;
const QUERIES = 100;

export interface HnswSectionOptions extends HnswOptions {
  /** User vectors to choose the beam with, row-major; absent or none: means of a few items' vectors. */
  queries?: Float32Array;
  /** recall@100 that the beam is chosen for. Default 0.97. */
  recall?: number;
}

export interface HnswChoice {
  /** Beam of a search. */
  ef: number;
  /** recall@100 against the exact scan that this beam reaches on sampled vectors. */
  recall: number;
}

/**
 * The section `hnsw` of a bundle: the graph over its item vectors as they ship (int8 times scale), in hnswlib's format,
 * labels item numbers, and the narrowest beam that finds the share of the 100 best that is asked for. Items without a vector are not in it.
 *
 * Links are laid by Euclidean distance of the vectors with one more dimension, sqrt(max |x|^2 - |x|^2) (Bachrach et al. 2014):
 * for a query, which has 0 there, nearest is then largest inner product, and long vectors do not draw all links to themselves
 * as they do when links are laid by inner product. hnswlib reads either alike, as a graph of space `ip`.
 *
 * @param factors the section `factors` as it ships
 */
export async function hnswSection(
  factors: SectionContent,
  seed: number,
  options: HnswSectionOptions = {},
): Promise<{ section: SectionContent; choice: HnswChoice }> {
  const dimensions = factors.params.dimensions as number;
  const { vectors, scales } = factors.arrays as { vectors: Int8Array; scales: Float32Array };
  const all = unpackVectors(vectors, scales, dimensions);
  const labels = Uint32Array.from([...scales.keys()].filter((item) => scales[item]! !== 0));
  const rows = new Float32Array(labels.length * dimensions);
  for (const [node, item] of labels.entries())
    rows.set(all.subarray(item * dimensions, (item + 1) * dimensions), node * dimensions);
  const graph = await buildItemGraph(rows, dimensions, new Random(seed, 'hnsw'), options);
  const queries = options.queries?.length
    ? options.queries
    : sampleQueries(rows, dimensions, new Random(seed, 'hnsw queries'));
  const choice = chooseBeam(graph, queries, options.recall);
  const params = { dimensions, ef: choice.ef, m: graph.m, efConstruction: graph.efConstruction };
  const arrays = { graph: writeHnswFile(graph, labels) };
  return { section: { name: 'hnsw', load: 'later', params, arrays }, choice };
}

/** The graph of `rows` for searches by inner product, its links laid as `hnswSection` says. */
export async function buildItemGraph(
  rows: Float32Array,
  dimensions: number,
  random: Random,
  options: HnswOptions = {},
): Promise<HnswGraph> {
  const count = rows.length / dimensions;
  const squares = new Float64Array(count);
  for (let i = 0; i < rows.length; i++) squares[Math.floor(i / dimensions)]! += rows[i]! * rows[i]!;
  const most = squares.reduce((max, square) => Math.max(max, square), 0);
  // Four more dimensions, since distances are summed four at a time.
  const wide = dimensions + 4;
  const lifted = new Float32Array(count * wide);
  for (let node = 0; node < count; node++) {
    lifted.set(rows.subarray(node * dimensions, (node + 1) * dimensions), node * wide);
    lifted[node * wide + dimensions] = Math.sqrt(most - squares[node]!);
  }
  return { ...(await buildHnsw(lifted, wide, random, options)), rows, dimensions };
}

/** The narrowest beam that reaches the target on `queries`, or the widest there is. */
export function chooseBeam(graph: HnswGraph, queries: Float32Array, target = TARGET): HnswChoice {
  const best = exactNeighbours(graph, queries);
  let choice: HnswChoice = { ef: BEAMS[0]!, recall: 1 };
  if (queries.length === 0 || graph.count === 0) return choice;
  for (const ef of BEAMS) {
    choice = { ef, recall: recallOf(graph, queries, best, ef) };
    if (choice.recall >= target) break;
  }
  return choice;
}

/** The best 100 nodes (or all) of each query, by inner product. */
export function exactNeighbours({ rows, dimensions, count }: HnswGraph, queries: Float32Array): Set<number>[] {
  return Array.from({ length: queries.length / dimensions }, (_, q) => {
    const scores = new Float64Array(count);
    for (let node = 0, at = 0; node < count; node++)
      for (let d = 0; d < dimensions; d++) scores[node]! += queries[q * dimensions + d]! * rows[at++]!;
    return new Set([...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, NEIGHBOURS));
  });
}

/** Share of the `best` nodes that searches for as many by a beam of `ef` find, over all queries. */
export function recallOf(
  graph: HnswGraph,
  queries: Float32Array,
  best: readonly ReadonlySet<number>[],
  ef: number,
): number {
  let hits = 0;
  let all = 0;
  for (const [q, wanted] of best.entries()) {
    const query = queries.subarray(q * graph.dimensions, (q + 1) * graph.dimensions);
    for (const node of searchHnsw(graph, query, wanted.size, ef)) if (wanted.has(node)) hits++;
    all += wanted.size;
  }
  return hits / all;
}

/** Means of three items that lie together, as the vector of a shopper who took them: an item and the two nearest of a few. */
function sampleQueries(rows: Float32Array, dimensions: number, random: Random): Float32Array {
  const count = rows.length / dimensions;
  const queries = new Float32Array(count === 0 ? 0 : QUERIES * dimensions);
  const dot = (a: number, b: number) => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += rows[a * dimensions + d]! * rows[b * dimensions + d]!;
    return sum;
  };
  for (let q = 0; q * dimensions < queries.length; q++) {
    const first = random.below(count);
    const others = Array.from({ length: 20 }, () => random.below(count)).sort((a, b) => dot(first, b) - dot(first, a));
    for (const item of [first, ...others.slice(0, 2)])
      for (let d = 0; d < dimensions; d++) queries[q * dimensions + d]! += rows[item * dimensions + d]! / 3;
  }
  return queries;
}
