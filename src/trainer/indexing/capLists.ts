import { createNearest } from './nearest.ts';
import { type Level, meansOf } from './rows.ts';

/**
 * Cuts every list of more than `most` members down to it: the rows furthest from its centroid go, each to the nearest list
 * with room. `most` x `lists` is at least the number of members.
 */
export function capLists(
  assignment: Uint32Array,
  { rows, kernels }: Level,
  members: Uint32Array,
  lists: number,
  most: number,
): void {
  const { means, sizes } = meansOf(rows, members, assignment, lists);
  if (sizes.every((size) => size <= most)) return;
  const nearest = createNearest(rows, kernels, means);
  const { floats, weights, dimensions } = rows;
  const distance = (row: number, list: number) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) {
      const gap = floats[row * dimensions + i]! * weights[row]! - means[list * dimensions + i]!;
      sum += gap * gap;
    }
    return sum;
  };
  const over = new Map<number, { row: number; far: number }[]>();
  for (const row of members) {
    const list = assignment[row]!;
    if (sizes[list]! <= most) continue;
    if (!over.has(list)) over.set(list, []);
    over.get(list)!.push({ row, far: distance(row, list) });
  }
  for (const [list, own] of over) {
    own.sort((a, b) => a.far - b.far || a.row - b.row);
    sizes[list] = most;
    for (const { row } of own.slice(most)) {
      const next = nearest.of(row, (other) => sizes[other]! < most);
      assignment[row] = next;
      sizes[next]!++;
    }
  }
}
