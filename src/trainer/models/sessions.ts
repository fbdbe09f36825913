import { setImmediate } from 'node:timers/promises';
import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import { topK } from '../../engine/candidates/topK.ts';
import { Random } from '../random.ts';
import { type Sessions, sessionsOf } from '../tables/sessions.ts';
import { groupCounts } from './cooccurrence.ts';
import type { FitContext, Model } from './model.ts';

const ROUNDS = 5;

/** Distinct items of a session, at most: longer ones are no session of a shopper. */
const LONGEST = 200;

/** Items of a centre while clustering: the heaviest. */
const CENTRE_ITEMS = 60;

/** Bytes that a prototype costs beside its entries: an offset and a maximum. */
const ROW_BYTES = 8;

/**
 * Prototype sessions for session neighbours (after V-SkNN of Ludewig, Jannach 2018, over clusters in place of sessions): sessions of two
 * items or more are clustered by spherical k-means (Dhillon, Modha 2001; items weigh their inverse document frequency), and each cluster
 * becomes one row: the share of its shoppers who had the item, the `keep` most frequent items.
 *
 * **What ships is no shopper's session.** A prototype stands for at least `floor` different shoppers, and each of its items was
 * had by at least `floor` of these. From it one can learn that a crowd of that size looked at each of these items, and roughly in which
 * proportion; which of two crowds was larger, by the order of the rows; not that any one shopper looked at two of them together, nor who,
 * when or in which order. The floor is a bound on crowds and no differential privacy: who knows all other shoppers of a cluster may
 * learn whether one more was in it.
 *
 * At most `count` prototypes and `bytes` bytes, those of the most shoppers. No section where no prototype reaches the floor.
 */
export const sessions: Model = {
  name: 'sessions',
  table: 'sessions',
  async fit(tables, context) {
    const { decay, last, neighbours } = context.config.sessions;
    const { sessionGapMinutes } = context.serving;
    const found = sessionsOf(tables, { gapMinutes: sessionGapMinutes, least: 2, most: LONGEST });
    const prototypes = withinBytes(await prototypesOf(found, tables.items, context), context.config.sessions.bytes);
    if (prototypes.length === 0) return [];
    return [{ name: 'sessions', load: 'first', params: { decay, last, neighbours }, arrays: encodeRows(prototypes) }];
  },
};

async function prototypesOf(found: Sessions, items: number, { config, progress }: FitContext): Promise<SparseRow[]> {
  const { count, floor, size } = config.sessions;
  const clusters = Math.min(count, Math.floor(found.shopper.length / Math.max(floor, size)));
  if (clusters < 1) return [];
  const idf = groupCounts(found.rows, items).map((sessions) =>
    Math.log1p(found.shopper.length / Math.max(1, sessions)),
  );
  let assignment = seed(found, clusters, new Random(config.seed, 'sessions'));
  for (let round = 0; round < ROUNDS; round++) {
    progress('sessions', round, ROUNDS);
    await setImmediate();
    assignment = assign(found, centresOf(found, assignment, clusters, items, idf), items, idf);
  }
  progress('sessions', ROUNDS, ROUNDS);
  return summarise(found, assignment, clusters, items, config.sessions);
}

/** One session drawn for each cluster; all others wait. */
function seed({ shopper }: Sessions, clusters: number, random: Random): Int32Array {
  const assignment = new Int32Array(shopper.length).fill(-1);
  const drawn = random.shuffle(Array.from(shopper, (_, session) => session)).slice(0, clusters);
  drawn.forEach((session, cluster) => {
    assignment[session] = cluster;
  });
  return assignment;
}

/** The sessions of each cluster, in order. */
function membersOf(assignment: Int32Array, clusters: number): number[][] {
  const members = Array.from({ length: clusters }, (): number[] => []);
  assignment.forEach((cluster, session) => {
    if (cluster >= 0) members[cluster]!.push(session);
  });
  return members;
}

/** Centre of each cluster: idf-weighted counts of its heaviest items, at length 1. */
function centresOf(
  { rows }: Sessions,
  assignment: Int32Array,
  clusters: number,
  items: number,
  idf: Float64Array,
): SparseRow[] {
  const sums = new Float64Array(items);
  return membersOf(assignment, clusters).map((members) => {
    const touched: number[] = [];
    for (const session of members) {
      const [start, end] = [rows.offsets[session]!, rows.offsets[session + 1]!];
      const weight = 1 / Math.sqrt(end - start);
      for (let at = start; at < end; at++) {
        const item = rows.columns[at]!;
        if (sums[item] === 0) touched.push(item);
        sums[item]! += weight * idf[item]!;
      }
    }
    const targets = topK(sums, CENTRE_ITEMS, undefined, touched);
    const length = Math.sqrt(targets.reduce((sum, item) => sum + sums[item]! * sums[item]!, 0));
    const strengths = targets.map((item) => sums[item]! / length);
    for (const item of touched) sums[item] = 0;
    return { targets, strengths };
  });
}

/** The cluster whose centre has the largest inner product with each session, ties to the lower; -1 where none shares an item. */
function assign({ rows, shopper }: Sessions, centres: readonly SparseRow[], items: number, idf: Float64Array) {
  const holders = Array.from({ length: items }, (): { cluster: number; weight: number }[] => []);
  centres.forEach(({ targets, strengths }, cluster) => {
    targets.forEach((item, at) => {
      holders[item]!.push({ cluster, weight: strengths[at]! * idf[item]! });
    });
  });
  const products = new Float64Array(centres.length);
  return Int32Array.from(shopper, (_, session) => {
    const touched: number[] = [];
    for (let at = rows.offsets[session]!; at < rows.offsets[session + 1]!; at++)
      for (const { cluster, weight } of holders[rows.columns[at]!]!) {
        if (products[cluster] === 0) touched.push(cluster);
        products[cluster]! += weight;
      }
    const [best] = topK(products, 1, undefined, touched);
    for (const cluster of touched) products[cluster] = 0;
    return best ?? -1;
  });
}

/** Clusters as rows, those of the most shoppers first: only what enough different shoppers had. */
function summarise(
  { rows, shopper }: Sessions,
  assignment: Int32Array,
  clusters: number,
  items: number,
  { floor, keep }: FitContext['config']['sessions'],
): SparseRow[] {
  const takers = new Float64Array(items);
  const lastTaker = new Int32Array(items);
  const found: { row: SparseRow; shoppers: number }[] = [];
  for (const members of membersOf(assignment, clusters)) {
    const touched: number[] = [];
    const shoppers = new Set<number>();
    for (const session of members) {
      // Sessions are in order of their shoppers: a shopper's sessions follow each other.
      const who = shopper[session]!;
      shoppers.add(who);
      for (let at = rows.offsets[session]!; at < rows.offsets[session + 1]!; at++) {
        const item = rows.columns[at]!;
        if (takers[item] === 0) touched.push(item);
        else if (lastTaker[item] === who) continue;
        takers[item]!++;
        lastTaker[item] = who;
      }
    }
    const frequent = touched.filter((item) => takers[item]! >= floor);
    const targets = topK(takers, keep, undefined, frequent);
    if (shoppers.size >= floor && targets.length > 1)
      found.push({
        row: { targets, strengths: targets.map((item) => takers[item]! / shoppers.size) },
        shoppers: shoppers.size,
      });
    for (const item of touched) takers[item] = 0;
  }
  return found.sort((a, b) => b.shoppers - a.shoppers).map(({ row }) => row);
}

/** The first rows that fit. */
function withinBytes(rows: readonly SparseRow[], most: number): SparseRow[] {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += ROW_BYTES + encodeRows([row]).entries!.length;
    return bytes > most;
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}
