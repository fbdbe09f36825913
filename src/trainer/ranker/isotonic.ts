import type { Calibration } from '../../engine/ranking/calibrate.ts';
import { fitPlatt, targetsOf } from './platt.ts';

/** Most knots of a map: a shopper's device carries them. */
const MAX_KNOTS = 64;

/** Rows next to each other by margin that are given one probability. */
interface Block {
  /** Sums over the rows of weight, weight x margin and the weight of those taken. */
  weight: number;
  margins: number;
  taken: number;
}

/**
 * The rising map of margins to probabilities of least squared error (pool adjacent violators: Zadrozny, Elkan 2002), as a line through the
 * centres of its blocks (centred isotonic regression: Oron, Flournoy 2017), with Platt's curve to part equals. More than 64 blocks are merged,
 * always the neighbours that cost the least squared error. No knot is nearer to 0 or 1 than Platt's targets: a block
 * of three clicks is no certainty.
 *
 * @param margins a row that is NaN or infinite does not count
 * @param labels above 0: taken
 * @param weights above 0; absent: 1 each
 * @param curve Platt's of the same rows
 */
export function fitIsotonic(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
  curve = fitPlatt(margins, labels, weights),
): Calibration {
  const blocks = thin(pool(margins, labels, weights)).filter(
    // Rounding can make one of two centres.
    (block, b, all) => b === 0 || centreOf(block) > centreOf(all[b - 1]!),
  );
  if (blocks.length < 2) return curve;
  const taken = blocks.reduce((sum, block) => sum + block.taken, 0);
  const [high, low] = targetsOf(taken, blocks.reduce((sum, block) => sum + block.weight, 0) - taken);
  return {
    ...curve,
    knots: {
      margins: Float64Array.from(blocks, centreOf),
      probabilities: Float64Array.from(blocks, (block) => Math.min(high, Math.max(low, rateOf(block)))),
    },
  };
}

const centreOf = ({ margins, weight }: Block) => margins / weight;
const rateOf = ({ taken, weight }: Block) => taken / weight;

/** Rows by ascending margin, equals by number, without those that are no finite number. */
export function ascending(margins: ArrayLike<number>): Uint32Array {
  const rows = new Uint32Array(margins.length);
  let count = 0;
  let isSorted = true;
  for (let row = 0; row < margins.length; row++) {
    if (!Number.isFinite(margins[row]!)) continue;
    isSorted &&= count === 0 || margins[rows[count - 1]!]! <= margins[row]!;
    rows[count++] = row;
  }
  const finite = rows.subarray(0, count);
  return isSorted ? finite : finite.sort((a, b) => margins[a]! - margins[b]! || a - b);
}

/** Blocks by ascending margin whose rates rise. */
function pool(margins: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): Block[] {
  const blocks: Block[] = [];
  let at = Number.NaN;
  for (const row of ascending(margins)) {
    const weight = weights?.[row] ?? 1;
    const block = { weight, margins: weight * margins[row]!, taken: labels[row]! > 0 ? weight : 0 };
    // Equal margins are one block, whatever their rates.
    if (margins[row] === at) merge(blocks, blocks.length - 1, block);
    else {
      settle(blocks);
      blocks.push(block);
    }
    at = margins[row]!;
  }
  settle(blocks);
  return blocks;
}

/** Merges the last block into those before it until rates rise. */
function settle(blocks: Block[]): void {
  while (blocks.length > 1 && rateOf(blocks.at(-2)!) >= rateOf(blocks.at(-1)!))
    merge(blocks, blocks.length - 2, blocks.pop()!);
}

function merge(blocks: Block[], at: number, { weight, margins, taken }: Block): void {
  const own = blocks[at]!;
  blocks[at] = { weight: own.weight + weight, margins: own.margins + margins, taken: own.taken + taken };
}

/** At most MAX_KNOTS of them. Each pass merges the cheapest pairs that do not touch each other. */
function thin(blocks: readonly Block[]): readonly Block[] {
  let rest = blocks;
  while (rest.length > MAX_KNOTS) {
    const costs = rest.slice(1).map((block, b) => costOf(rest[b]!, block));
    const surplus = rest.length - MAX_KNOTS;
    // Neighbours of a cheap pair look as cheap until it is merged: a quarter at a time.
    const order = costs.map((_, b) => b).sort((a, b) => costs[a]! - costs[b]! || a - b);
    const merged = new Set<number>();
    for (const b of order) {
      if (merged.size >= Math.max(1, Math.min(surplus, rest.length >> 2))) break;
      if (!merged.has(b - 1) && !merged.has(b + 1)) merged.add(b);
    }
    const next: Block[] = [];
    rest.forEach((block, b) => {
      if (merged.has(b - 1)) merge(next, next.length - 1, block);
      else next.push(block);
    });
    rest = next;
  }
  return rest;
}

/** Squared error that merging two blocks adds. */
function costOf(a: Block, b: Block): number {
  return ((a.weight * b.weight) / (a.weight + b.weight)) * (rateOf(a) - rateOf(b)) ** 2;
}
