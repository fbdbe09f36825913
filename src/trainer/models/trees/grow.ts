import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import type { Encoded } from './encode.ts';
import { HISTOGRAM_ROWS, PARTITION_ROWS, type TreeMemory } from './memory.ts';
import { createSplitter, type LeafSums, type Split } from './splitter.ts';
import type { Team } from './team.ts';
import { createTreeWriter } from './treeWriter.ts';

/** Units of whole gradients and hessians: what one stands for. */
export interface Units {
  gradient: number;
  hessian: number;
}

/** A tree and what it was grown from. */
export interface Grown {
  tree: Tree;
  /** Rows of each leaf: first and count in the order. */
  ranges: Int32Array;
  /** The question of every inner node. */
  splits: Split[];
}

interface Leaf extends LeafSums {
  first: number;
  count: number;
  depth: number;
  /** Place of its histograms. */
  slot: number;
  best: Split | undefined;
}

export interface Grower {
  /** Grows a tree on the first `count` rows of the order; undefined where no split gains anything. `mayAsk`: by input. */
  grow(count: number, units: Units, mayAsk: Uint8Array): Grown | undefined;
}

/**
 * Grows trees leaf by leaf (Shi 2007): of all leaves, the one whose best split gains most is split next. Of two siblings, the rows of the
 * smaller are counted; the other's histograms are the parent's less those.
 */
export function createGrower(
  memory: TreeMemory,
  team: Team,
  encoded: Encoded,
  directions: readonly number[],
  settings: TreeSettings,
): Grower {
  const { at } = memory;
  const splitter = createSplitter(memory, team, encoded, directions, settings);
  const histograms = memory.bytes('histograms');
  const sets = memory.bytes('sets');
  memory.ints('numbers').forEach((_, at, numbers) => {
    numbers[at] = at;
  });
  const slotAt = (slot: number) => at.histograms + slot * memory.leafBytes;

  return {
    grow(count, units, mayAsk) {
      if (encoded.asked.length === 0) return undefined;
      splitter.begin(units, mayAsk);
      const counted = countRows(0, count, 0);
      const total = splitter.total(slotAt(0), counted);
      const root: Leaf = {
        ...total,
        count,
        first: 0,
        depth: 0,
        slot: 0,
        best: undefined,
        low: -Infinity,
        high: Infinity,
      };
      if (!canSplit(root)) return undefined;
      [root.best] = splitter.search([root], [slotAt(0)], counted);
      const leaves = [root];
      const writer = createTreeWriter(encoded.bins, settings.leaves);
      const splits: Grown['splits'] = [];
      while (leaves.length < settings.leaves) {
        const which = bestOf(leaves);
        if (which < 0) break;
        const leaf = leaves[which]!;
        const best = leaf.best!;
        splits.push(best);
        const children = divide(leaf, best);
        const [left, right] = children;
        if (left.count === 0 || right.count === 0) throw new Error('a split parted nothing');
        writer.split(which, best);
        leaves[which] = left;
        leaves.push(right);
        if (leaves.length < settings.leaves) searchBoth(leaf, children, leaves.length - 1);
      }
      if (leaves.length === 1) return undefined;
      const values = leaves.map((leaf) => settings.rate * leafValue(leaf, units));
      return {
        tree: writer.finish(
          values,
          leaves.map((leaf) => leaf.count),
        ),
        ranges: Int32Array.from(leaves.flatMap(({ first, count: rows }) => [first, rows])),
        splits,
      };
    },
  };

  function canSplit({ count, depth }: Leaf): boolean {
    return count >= 2 * settings.minRows && (settings.maxDepth === 0 || depth < settings.maxDepth);
  }

  function countRows(first: number, count: number, slot: number): number {
    histograms.fill(0, slot * memory.leafBytes, (slot + 1) * memory.leafBytes);
    return team.run('histogram', Math.ceil(count / HISTOGRAM_ROWS), [
      at.order,
      first,
      count,
      at.byRow,
      memory.stride,
      at.packed,
      slotAt(slot),
      at.parts,
      memory.leafBytes,
      at.marks,
      encoded.asked.length,
      at.room,
      memory.roomBytes,
      at.numbers,
      2 * count < memory.rows ? 1 : 0,
    ]);
  }

  /** Parts a leaf's rows; both children in place, the left first. */
  function divide(leaf: Leaf, split: Split): [Leaf, Leaf] {
    const { first, count } = leaf;
    const codes = at.byColumn + split.input * memory.allRows;
    if (split.set) sets.set(split.set);
    const chunks = Math.ceil(count / PARTITION_ROWS);
    const set = split.set ? at.sets : 0;
    const given = [at.order, first, count, codes, split.code, split.missingLeft, set, at.lefts, at.rights, at.counts];
    team.run('part', chunks, given);
    let lefts = 0;
    const counts = memory.ints('counts');
    for (let chunk = 0; chunk < chunks; chunk++) lefts += counts[chunk]!;
    team.run('join', chunks, [...given, lefts]);
    const [left, right] = splitter.sides(leaf, split);
    const depth = leaf.depth + 1;
    return [
      { ...left, first, count: lefts, depth, slot: leaf.slot, best: undefined },
      { ...right, first: first + lefts, count: count - lefts, depth, slot: leaf.slot, best: undefined },
    ];
  }

  /** Finds the best splits of two siblings; the smaller gets `free`, the other its parent's histograms. */
  function searchBoth(parent: Leaf, [left, right]: [Leaf, Leaf], free: number): void {
    const [small, large] = left.count <= right.count ? [left, right] : [right, left];
    if (!canSplit(large)) return;
    small.slot = free;
    large.slot = parent.slot;
    const counted = countRows(small.first, small.count, free);
    const found = splitter.search([small, large], [slotAt(free), slotAt(large.slot)], counted);
    small.best = canSplit(small) ? found[0] : undefined;
    large.best = found[1];
  }

  function leafValue({ gradient, hessian, lambda, low, high }: Leaf, units: Units): number {
    const value = (-gradient * units.gradient) / (hessian * units.hessian + lambda);
    return Math.min(high, Math.max(low, value));
  }
}

function bestOf(leaves: readonly Leaf[]): number {
  let which = -1;
  let gain = 0;
  leaves.forEach(({ best }, at) => {
    if (!best || best.gain <= gain) return;
    which = at;
    gain = best.gain;
  });
  return which;
}
