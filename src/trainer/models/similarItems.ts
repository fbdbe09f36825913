import { setImmediate } from 'node:timers/promises';
import type { SparseRow } from '../../engine/bundle/rows.ts';
import { type Rows, transpose } from '../tables/rows.ts';
import { createCrew, defaultThreads } from '../threads/crew.ts';
import { layOut } from '../threads/layout.ts';
import { loadThreads } from '../threads/load.ts';

export interface SimilarOptions {
  items: number;
  /** What each shopper says of a pair. */
  shopperWeights: Float32Array;
  /** Of each item, above 0: a pair's sum is divided by the product of its two. */
  sizes: Float32Array;
  /** Joins that product. */
  shrink?: number;
  /** Shoppers that a pair needs. */
  support?: number;
  /** Targets kept per item. */
  keep: number;
  /** Is an item similar to itself? */
  includeSelf?: boolean;
  /** Threads; absent: one a core, and one for little work. The answer is the same. */
  threads?: number | undefined;
}

/** Pairs of items in a shopper's set, over all shoppers, below which starting threads takes longer than they save. */
const WORTH_THREADS = 2e7;

/**
 * For every item the `keep` most similar: s / (size_i size_j + shrink), where s sums `shopperWeights` over the shoppers who have both; ties
 * to the lower item, targets ascending. `byShopper` holds distinct items a row; its values are not read. Time is the sum over shoppers of
 * their items squared. Float32; deterministic whatever the number of threads.
 */
export async function similarItems(byShopper: Rows, options: SimilarOptions): Promise<SparseRow[]> {
  const { items, shopperWeights, sizes, shrink = 0, support = 1, keep, includeSelf = false } = options;
  const threads = options.threads ?? (pairsOf(byShopper) < WORTH_THREADS ? 1 : defaultThreads());
  // Two numbers and a place in a list for each item, and a place to write in vain.
  const scratch = 16 * Math.ceil((3 * items + 1) / 16);
  const entries = byShopper.columns.length;
  const layout = layOut({
    counter: 1,
    itemOffsets: items + 1,
    itemColumns: entries,
    shopperOffsets: byShopper.offsets.length,
    shopperColumns: entries,
    shopperWeights: shopperWeights.length,
    sizes: items,
    scratch: threads * scratch,
    targets: items * keep,
    strengths: items * keep,
    counts: items,
  });
  const byItem = transpose(byShopper, items);
  layout.ints('itemOffsets').set(byItem.offsets);
  layout.ints('itemColumns').set(byItem.columns);
  layout.ints('shopperOffsets').set(byShopper.offsets);
  layout.ints('shopperColumns').set(byShopper.columns);
  layout.floats('shopperWeights').set(shopperWeights);
  layout.floats('sizes').set(sizes);
  await setImmediate();

  const { at } = layout;
  const crew = createCrew(await loadThreads(), layout.memory, threads);
  try {
    await crew.run('companionsChunk', (place) => [
      at.counter,
      items,
      at.itemOffsets,
      at.itemColumns,
      at.shopperOffsets,
      at.shopperColumns,
      at.shopperWeights,
      at.sizes,
      shrink,
      support,
      includeSelf ? 1 : 0,
      keep,
      at.scratch + 4 * place * scratch,
      at.targets,
      at.strengths,
      at.counts,
    ]);
  } finally {
    await crew.close();
  }
  const [targets, strengths] = [layout.ints('targets'), layout.floats('strengths')];
  return Array.from(layout.ints('counts'), (count, item) => ({
    targets: Array.from(targets.subarray(item * keep, item * keep + count)),
    strengths: Array.from(strengths.subarray(item * keep, item * keep + count)),
  }));
}

function pairsOf({ offsets }: Rows): number {
  let pairs = 0;
  for (let row = 0; row < offsets.length - 1; row++) pairs += (offsets[row + 1]! - offsets[row]!) ** 2;
  return pairs;
}
