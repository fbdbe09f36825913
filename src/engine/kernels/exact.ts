import type { SparseRow } from '../bundle/rows.ts';

/** What was rounded in packing, beside what came of it. */
export interface Exact {
  vectors: { packed: Int8Array; rows: Float32Array }[];
  tables: { entries: Uint8Array; rows: readonly SparseRow[] }[];
}

let kept: Exact | undefined;

/** Keeps from now on what packing rounds, until told otherwise: for who measures what rounding costs. Nobody else has the memory. */
export function keepExact(isKept: boolean): Exact {
  const former = kept;
  kept = isKept ? { vectors: [], tables: [] } : undefined;
  return former ?? { vectors: [], tables: [] };
}

export function noteVectors(packed: Int8Array, rows: Float32Array): void {
  kept?.vectors.push({ packed, rows: rows.slice() });
}

export function noteTable(entries: Uint8Array, rows: readonly SparseRow[]): void {
  kept?.tables.push({ entries, rows });
}
