import type { SparseRow } from '../../../engine/bundle/rows.ts';
import { topK } from '../../../engine/candidates/topK.ts';
import type { CountedRow } from './count.ts';

/** How counted weights become strengths. */
export interface WeighSettings {
  rowPower: number;
  shrink: number;
  popularityPower: number;
  self: number;
  keep: number;
}

/**
 * Makes strengths of counted rows: divided by (sum + shrink)^rowPower, times (count of the target + 1)^popularityPower, the strongest
 * `keep`. The item itself is a target like others, its weight times `self`; it is no part of the sum.
 * `counts`: visits by item.
 */
export function createWeigher(
  counts: Float64Array,
  { rowPower, shrink, popularityPower, self, keep }: WeighSettings,
): (item: number, row: CountedRow) => SparseRow {
  const lifts = counts.map((count) => (count + 1) ** popularityPower);
  const strengths = new Float64Array(counts.length);
  return (item, row) => {
    let total = 0;
    for (const sum of row.sums) total += sum;
    const divisor = (total + shrink) ** rowPower;
    const targets = [...row.targets];
    targets.forEach((target, i) => {
      strengths[target] = (row.sums[i]! / divisor) * lifts[target]!;
    });
    if (self * row.self > 0) {
      targets.push(item);
      strengths[item] = ((self * row.self) / divisor) * lifts[item]!;
    }
    const best = topK(strengths, keep, undefined, targets);
    return { targets: best, strengths: best.map((target) => strengths[target]!) };
  };
}

/** How often each item was visited. */
export function visitCounts(visited: Int32Array, items: number): Float64Array {
  const counts = new Float64Array(items);
  for (const item of visited) counts[item]!++;
  return counts;
}
