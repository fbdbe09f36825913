import { checkRows } from './check.ts';
import type { PackedRows, RowSummer } from './kernels.ts';

/** A varint of more bytes than this is no item number. */
const MAX_VARINT = 5;

/** Sums rows into one dense array, which it clears again by the list of items it touched. */
export function createJsRows(rows: PackedRows): RowSummer {
  checkRows(rows);
  const { offsets, maxima, entries, items } = rows;
  const sums = new Float64Array(items);
  const seen = new Uint8Array(items);
  const touched = new Int32Array(items);
  let count = 0;

  /** Adds a row; stops where the bytes are no row. */
  const add = (row: number, weight: number): void => {
    const end = offsets[row + 1]!;
    const max = maxima[row]!;
    const unit = Number.isFinite(max) ? max / (255 * 255) : 0;
    let target = -1;
    for (let at = offsets[row]!; at < end; ) {
      const first = at;
      let delta = 0;
      let unitOfByte = 1;
      let byte = entries[at++]!;
      for (; byte > 127 && at < end && at - first < MAX_VARINT; byte = entries[at++]!) {
        delta += (byte & 127) * unitOfByte;
        unitOfByte *= 128;
      }
      target += delta + byte * unitOfByte + 1;
      if (byte > 127 || at >= end || target >= items) return;
      const level = entries[at++]!;
      if (seen[target] === 0) {
        seen[target] = 1;
        touched[count++] = target;
      }
      sums[target]! += weight * (level * level * unit);
    }
  };

  return {
    accumulate(rowItems, weights) {
      for (let t = 0; t < count; t++) {
        sums[touched[t]!] = 0;
        seen[touched[t]!] = 0;
      }
      count = 0;
      for (let r = 0; r < rowItems.length; r++) {
        const row = rowItems[r]!;
        if (row >= 0 && row < items) add(row, weights[r]!);
      }
      return { items: touched.subarray(0, count), sums };
    },
  };
}
