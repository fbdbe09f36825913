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

/** A summer whose entries and sums live in the arena. */
export function createWasmRows(exports: RowExports, arena: Arena, rows: PackedRows): RowSummer {
  checkRows(rows);
  const { items } = rows;
  const offsets = rows.offsets.slice(0, items + 1);
  const maxima = rows.maxima.slice(0, items);
  const length = offsets[items]!;
  const at = {
    entries: arena.allocate(length),
    sums: arena.allocate(items * 8),
    seen: arena.allocate(items),
    touched: arena.allocate(items * 4),
  };
  new Uint8Array(arena.buffer(), at.entries).set(rows.entries.subarray(0, length));
  let count = 0;
  let view = new Float64Array(arena.buffer(), at.sums, items);

  return {
    accumulate(rowItems, weights) {
      exports.clearRows(at.sums, at.seen, at.touched, count);
      count = 0;
      for (let r = 0; r < rowItems.length; r++) {
        const row = rowItems[r]!;
        if (row < 0 || row >= items) continue;
        const max = maxima[row]!;
        const unit = Number.isFinite(max) ? max / (255 * 255) : 0;
        const from = at.entries + offsets[row]!;
        const to = at.entries + offsets[row + 1]!;
        count = exports.addRow(from, to, unit, weights[r]!, items, at.sums, at.seen, at.touched, count);
      }
      return {
        items: new Int32Array(arena.buffer(), at.touched, count).slice(),
        get sums() {
          if (view.buffer !== arena.buffer()) view = new Float64Array(arena.buffer(), at.sums, items);
          return view;
        },
      };
    },
  };
}
