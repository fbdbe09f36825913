import type { SparseRow } from '../../../engine/bundle/rows.ts';
import { topK } from '../../../engine/candidates/topK.ts';

/** What an entry of a row takes in the bundle, about: a varint of the step to the next target, and the strength. */
export const ROW_ENTRY_BYTES = 2.8;

/** Every item of the history speaks, all alike. */
export const ORDER_FREE = { decay: 1, last: 500 } as const;

/** The `keep` strongest entries of a row; ties to the lower target where targets ascend. */
export function strongest({ targets, strengths }: SparseRow, keep: number): SparseRow {
  if (targets.length <= keep) return { targets, strengths };
  const kept = topK(strengths, keep);
  return { targets: kept.map((at) => targets[at]!), strengths: kept.map((at) => strengths[at]!) };
}
