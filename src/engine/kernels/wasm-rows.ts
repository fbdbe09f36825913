import type { Arena } from './arena.ts';
import { checkRows } from './check.ts';
import type { PackedRows, RowSummer } from './kernels.ts';

export interface RowExports {
  addRow(
    from: number,
    to: number,
    unit: number,
    weight: number,
    items: number,
    sums: number,
    seen: number,
    touched: number,
    count: number,
  ): number;
  clearRows(sums: number, seen: number, touched: number, count: number): void;
}

/** Where rows are summed: shared by all summers of one memory, and all zeros between two calls. */
export interface RowScratch {
  /** Items that there is room for. */
  items: number;
  sums: number;
  seen: number;
  touched: number;
}

/**
 * A summer whose entries live in the arena. Its answers do not: they outlive a growth of the arena, which another source's
 * search may cause before they are read.
 */
export function createWasmRows(exports: RowExports, arena: Arena, scratch: RowScratch, rows: PackedRows): RowSummer {
  checkRows(rows);
  const { items } = rows;
  const offsets = rows.offsets.slice(0, items + 1);
  const maxima = rows.maxima.slice(0, items);
  const length = offsets[items]!;
  const atEntries = arena.allocate(length);
  if (items > scratch.items) {
    const sums = arena.allocate(items * 13);
    Object.assign(scratch, { items, sums, touched: sums + items * 8, seen: sums + items * 12 });
  }
  new Uint8Array(arena.buffer(), atEntries).set(rows.entries.subarray(0, length));
  const sums = new Float64Array(items);
  let touched = new Int32Array();

  return {
    accumulate(rowItems, weights) {
      let count = 0;
      for (let r = 0; r < rowItems.length; r++) {
        const row = rowItems[r]!;
        if (row < 0 || row >= items) continue;
        const max = maxima[row]!;
        const unit = Number.isFinite(max) ? max / (255 * 255) : 0;
        const from = atEntries + offsets[row]!;
        const to = atEntries + offsets[row + 1]!;
        const { sums: atSums, seen, touched: atTouched } = scratch;
        count = exports.addRow(from, to, unit, weights[r]!, items, atSums, seen, atTouched, count);
      }
      for (let t = 0; t < touched.length; t++) sums[touched[t]!] = 0;
      touched = new Int32Array(arena.buffer(), scratch.touched, count).slice();
      const summed = new Float64Array(arena.buffer(), scratch.sums, items);
      for (let t = 0; t < count; t++) sums[touched[t]!] = summed[touched[t]!]!;
      exports.clearRows(scratch.sums, scratch.seen, scratch.touched, count);
      return { items: touched, sums };
    },
  };
}
