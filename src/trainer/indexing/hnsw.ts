import { setImmediate } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { createHeap } from './hnswHeap.ts';

export interface HnswOptions {
  /** Links of a node on the upper levels; level 0 has twice as many. */
  m?: number;
  /** Nodes that an insertion keeps in view. */
  efConstruction?: number;
  progress?: (done: number, total: number) => void;
}

/** A hierarchical navigable small world over rows, distance 1 - inner product. Nodes are numbered as the rows are. */
export interface HnswGraph {
  /** Row-major, count x dimensions. */
  rows: Float32Array;
  count: number;
  dimensions: number;
  m: number;
  efConstruction: number;
  /** Level of the entry point; -1 for a graph of nothing. */
  maxLevel: number;
  /** Node that a search starts from; 0 for a graph of nothing. */
  entry: number;
  /** Highest level of each node. */
  levels: Uint8Array;
  /** Level 0: 2m + 1 numbers a node, how many links and then the links. */
  base: Uint32Array;
  /** Levels from 1: m + 1 numbers a level, likewise; empty for a node of level 0. */
  upper: Uint32Array[];
}

/** Nodes inserted between two breaths, in which the process hears Ctrl-C. */
const BREATH = 500;
/** Levels fit a byte; with m = 2 one node in 2^30 reaches this. */
const MAX_LEVEL = 30;

/**
 * Builds the graph of Malkov and Yashunin (2018): insertion by greedy descent and a beam of `efConstruction`, neighbours
 * chosen by their heuristic (algorithm 4: a candidate nearer to a chosen neighbour than to the node is left out), so
 * that a link leads to where no other leads. Deterministic: rows are inserted in their order, ties go to the lower number.
 * @param rows count x `dimensions`, finite
 */
export async function buildHnsw(
  rows: Float32Array,
  dimensions: number,
  random: Random,
  { m = 16, efConstruction = 200, progress }: HnswOptions = {},
): Promise<HnswGraph> {
  const count = Math.floor(rows.length / dimensions);
  const graph: HnswGraph = {
    rows,
    count,
    dimensions,
    m,
    efConstruction,
    maxLevel: -1,
    entry: 0,
    levels: new Uint8Array(count),
    base: new Uint32Array(count * (2 * m + 1)),
    upper: [],
  };
  const search = createSearch(graph, Math.max(efConstruction, m));
  for (let node = 0; node < count; node++) {
    if (node % BREATH === 0) {
      progress?.(node, count);
      await setImmediate();
    }
    let level = 0;
    while (level < MAX_LEVEL && random.next() * m < 1) level++;
    insert(graph, search, node, level);
  }
  progress?.(count, count);
  return graph;
}

function insert(graph: HnswGraph, search: GraphSearch, node: number, level: number): void {
  const { m, levels, upper, maxLevel, efConstruction } = graph;
  levels[node] = level;
  upper[node] = new Uint32Array(level * (m + 1));
  if (maxLevel < 0) {
    graph.entry = node;
    graph.maxLevel = level;
    return;
  }
  search.aim(graph.rows, node * graph.dimensions);
  let near = search.descend(graph.entry, maxLevel, level);
  for (let at = Math.min(level, maxLevel); at >= 0; at--) {
    const found = search.beam(near, at, efConstruction);
    near = search.nodes[0]!;
    const chosen = search.choose(search.nodes, search.distances, found, m);
    const { links, from } = linksOf(graph, node, at);
    links[from] = chosen.length;
    links.set(chosen, from + 1);
    for (const neighbour of chosen) linkBack(graph, search, neighbour, node, at);
  }
  if (level > maxLevel) {
    graph.entry = node;
    graph.maxLevel = level;
  }
}

/** Links `neighbour` to `node`; one that has all its links keeps the best of them by the heuristic. */
function linkBack(graph: HnswGraph, search: GraphSearch, neighbour: number, node: number, level: number): void {
  const { links, from } = linksOf(graph, neighbour, level);
  const most = level === 0 ? 2 * graph.m : graph.m;
  const count = links[from]!;
  if (count < most) {
    links[from + 1 + count] = node;
    links[from] = count + 1;
    return;
  }
  const others = [...links.subarray(from + 1, from + 1 + count), node];
  const distances = new Map(others.map((other) => [other, search.between(neighbour, other)]));
  others.sort((a, b) => distances.get(a)! - distances.get(b)! || a - b);
  const kept = search.choose(
    others,
    others.map((other) => distances.get(other)!),
    others.length,
    most,
  );
  links.fill(0, from, from + 1 + most);
  links[from] = kept.length;
  links.set(kept, from + 1);
}

/** Where the links of a node on a level lie. */
export function linksOf(graph: HnswGraph, node: number, level: number): { links: Uint32Array; from: number } {
  return level === 0
    ? { links: graph.base, from: node * (2 * graph.m + 1) }
    : { links: graph.upper[node]!, from: (level - 1) * (graph.m + 1) };
}

/** Searches of one graph, with memory of their own. */
export interface GraphSearch {
  /** What `beam` found, nearest first. */
  nodes: Int32Array;
  distances: Float64Array;
  /** Sets the query: `dimensions` numbers of `rows` from `offset`. */
  aim(rows: Float32Array, offset: number): void;
  /** The node that greedy steps reach from `entry`, on levels `from` down to above `to`. */
  descend(entry: number, from: number, to: number): number;
  /** The `ef` nearest that are in reach of `entry` on a level; answers how many. */
  beam(entry: number, level: number, ef: number): number;
  /** At most `most` of the first `count` of `nodes`, which go nearest first, by the heuristic. */
  choose(nodes: ArrayLike<number>, distances: ArrayLike<number>, count: number, most: number): number[];
  between(a: number, b: number): number;
}

/** @param widest the largest `ef` that will be asked for */
export function createSearch(graph: HnswGraph, widest: number): GraphSearch {
  const { rows, dimensions, count } = graph;
  const query = new Float32Array(dimensions);
  const seen = new Uint32Array(count);
  let stamp = 0;
  // Nearest on top, to walk on from; farthest on top, to drop when better comes.
  const open = createHeap(count + 1, (a, b) => a < b);
  const kept = createHeap(widest + 1, (a, b) => a > b);
  const nodes = new Int32Array(widest);
  const distances = new Float64Array(widest);

  const distance = (a: Float32Array, atA: number, atB: number) => {
    // Four sums keep the adder busy; this is nine tenths of the work.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let d = 0; d < dimensions; d += 4) {
      s0 += a[atA + d]! * rows[atB + d]!;
      s1 += a[atA + d + 1]! * rows[atB + d + 1]!;
      s2 += a[atA + d + 2]! * rows[atB + d + 2]!;
      s3 += a[atA + d + 3]! * rows[atB + d + 3]!;
    }
    return 1 - (s0 + s1 + (s2 + s3));
  };
  const to = (node: number) => distance(query, 0, node * dimensions);
  const between = (a: number, b: number) => distance(rows, a * dimensions, b * dimensions);

  return {
    nodes,
    distances,
    between,
    aim(from, offset) {
      query.set(from.subarray(offset, offset + dimensions));
    },
    descend(entry, from, down) {
      let near = entry;
      let nearest = to(near);
      for (let level = from; level > down; level--) {
        for (let moved = true; moved; ) {
          moved = false;
          const { links, from: at } = linksOf(graph, near, level);
          for (let i = at + 1; i <= at + links[at]!; i++) {
            const away = to(links[i]!);
            if (away >= nearest) continue;
            [near, nearest, moved] = [links[i]!, away, true];
          }
        }
      }
      return near;
    },
    beam(entry, level, ef) {
      stamp++;
      seen[entry] = stamp;
      open.clear();
      kept.clear();
      const first = to(entry);
      open.push(first, entry);
      kept.push(first, entry);
      while (open.size() > 0) {
        if (kept.size() === ef && open.topKey() > kept.topKey()) break;
        const { links, from } = linksOf(graph, open.pop(), level);
        for (let i = from + 1; i <= from + links[from]!; i++) {
          const next = links[i]!;
          if (seen[next] === stamp) continue;
          seen[next] = stamp;
          const away = to(next);
          if (kept.size() === ef) {
            if (away >= kept.topKey()) continue;
            kept.pop();
          }
          open.push(away, next);
          kept.push(away, next);
        }
      }
      const found = kept.size();
      for (let i = found - 1; i >= 0; i--) {
        distances[i] = kept.topKey();
        nodes[i] = kept.pop();
      }
      return found;
    },
    choose(candidates, away, found, most) {
      const chosen: number[] = [];
      for (let i = 0; i < found && chosen.length < most; i++) {
        const candidate = candidates[i]!;
        let isNew = true;
        for (let c = 0; c < chosen.length && isNew; c++) isNew = between(candidate, chosen[c]!) >= away[i]!;
        if (isNew) chosen.push(candidate);
      }
      return chosen;
    },
  };
}

/** The `k` rows of largest inner product with `query` that a search with a beam of `ef` finds, best first. */
export function searchHnsw(graph: HnswGraph, query: Float32Array, k: number, ef: number): Int32Array {
  if (graph.maxLevel < 0) return new Int32Array();
  const width = Math.max(ef, k);
  const search = createSearch(graph, width);
  search.aim(query, 0);
  const found = search.beam(search.descend(graph.entry, graph.maxLevel, 0), 0, width);
  return search.nodes.slice(0, Math.min(k, found));
}
