import type { Scanner } from '../../engine/kernels/kernels.ts';

/** Items whose finding counts. */
const TOP = 20;

export interface Probes {
  probes: number;
  /** Share of the TOP best items of the whole catalogue that lie in the head or in that many lists. */
  recall: number;
}

/**
 * The fewest lists, best first by centroid, that hold on average the share `target` of the TOP best items of `vectors` (user
 * vectors). `assignment[item - head]` is the list of an item beyond the head. Without vectors: a sixteenth of the lists.
 */
export function chooseProbes(
  items: Scanner,
  centroids: Scanner,
  lists: number,
  assignment: Uint32Array,
  head: number,
  vectors: readonly Float32Array[],
  target: number,
): Probes {
  if (vectors.length === 0) return { probes: Math.ceil(lists / 16), recall: Number.NaN };
  // How many of the best items need at least so many lists.
  const needed = new Float64Array(lists + 1);
  let wanted = 0;
  for (const vector of vectors) {
    const best = Array.from(items.search(vector, TOP).items);
    const order = centroids.search(vector, lists).items;
    const rank = new Uint32Array(lists);
    order.forEach((list, place) => {
      rank[list] = place + 1;
    });
    for (const item of best) {
      needed[item < head ? 0 : rank[assignment[item - head]!]!]!++;
      wanted++;
    }
  }
  let found = needed[0]!;
  let probes = 0;
  while (probes < lists && (probes === 0 || found < target * wanted)) found += needed[++probes]!;
  return { probes: Math.max(1, probes), recall: found / wanted };
}
