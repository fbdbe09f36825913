import { setImmediate } from 'node:timers/promises';
import type { SparseRow } from '../../engine/bundle/rows.ts';
import { topK } from '../../engine/candidates/topK.ts';
import { type Rows, transpose } from '../tables/rows.ts';

export interface CompanionOptions {
  items: number;
  /** Targets kept per item. */
  keep: number;
  /** Is an item its own companion? */
  includeSelf?: boolean;
  /** Whose each group is, ascending; absent: every group is somebody else's. */
  owner?: Int32Array;
  /** Strength of a target from the weight the two have together and how many owners have both; not above 0: left out. */
  strength(item: number, target: number, together: number, owners: number): number;
  progress(done: number, total: number): void;
}

/**
 * For every item the targets that share groups (baskets, shoppers) with it: the weights of the groups that hold both are
 * summed and turned into strengths. A row of `groups` holds distinct items, all with the weight of the group as value.
 * Time is the sum over groups of size squared. Pauses now and then.
 */
export async function companionRows(groups: Rows, options: CompanionOptions): Promise<SparseRow[]> {
  const { items, progress } = options;
  const rowOf = createCounter(groups, options);
  const rows: SparseRow[] = [];
  for (let item = 0; item < items; item++) {
    if (item % 1024 === 0) {
      progress(item, items);
      await setImmediate();
    }
    rows.push(rowOf(item));
  }
  progress(items, items);
  return rows;
}

/** Apart from the pauses: a compiler makes less of a loop in an asynchronous function. */
function createCounter(
  groups: Rows,
  { items, keep, includeSelf = false, owner, strength }: CompanionOptions,
): (item: number) => SparseRow {
  const { offsets, columns, values } = groups;
  const byItem = transpose(groups, items);
  const sums = new Float64Array(items);
  const owners = new Int32Array(items);
  const lastOwner = new Int32Array(items);
  return (item) => {
    const touched: number[] = [];
    for (let p = byItem.offsets[item]!; p < byItem.offsets[item + 1]!; p++) {
      const group = byItem.columns[p]!;
      const whose = owner ? owner[group]! : group;
      const end = offsets[group + 1]!;
      for (let q = offsets[group]!; q < end; q++) {
        const other = columns[q]!;
        const sum = sums[other]!;
        sums[other] = sum + values[q]!;
        if (sum === 0) {
          touched.push(other);
          owners[other] = 1;
        } else if (lastOwner[other] === whose) continue;
        else owners[other]!++;
        lastOwner[other] = whose;
      }
    }
    const targets: number[] = [];
    for (const other of touched) {
      const value = other === item && !includeSelf ? 0 : strength(item, other, sums[other]!, owners[other]!);
      if (value > 0) targets.push(other);
      sums[other] = value;
    }
    const best = topK(sums, keep, undefined, targets);
    const row = { targets: best, strengths: best.map((target) => sums[target]!) };
    for (const other of touched) sums[other] = 0;
    return row;
  };
}

/** How many groups hold each item. */
export function groupCounts(groups: Rows, items: number): Float64Array {
  const counts = new Float64Array(items);
  for (const item of groups.columns) counts[item]!++;
  return counts;
}
