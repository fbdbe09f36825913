import { fail } from '../../errors/fail.ts';
import { noteTable } from '../kernels/exact.ts';
import type { Section, TypedArray } from './bundle.ts';
import { arrayOf } from './section.ts';

/**
 * A sparse item-to-item table, a row of (target, strength) per item: targets ascending, delta-coded as LEB128 varints,
 * each followed by one byte of strength, square-root companded against the row's maximum:
 * strength = max * (byte / 255)^2. A row is decoded when it is read; a query reads a few dozen.
 */
export interface SparseTable {
  /** Calls `visit(target, strength)` for each entry of the row, targets ascending; stops where the bytes are no row. */
  readRow(item: number, visit: (target: number, strength: number) => void): void;
}

export interface SparseRow {
  /** Distinct item numbers. */
  targets: readonly number[];
  /** Positive, one per target. */
  strengths: readonly number[];
}

export function encodeRows(rows: readonly SparseRow[]): Record<string, TypedArray> {
  const offsets = new Uint32Array(rows.length + 1);
  const maxima = new Float32Array(rows.length);
  const bytes: number[] = [];
  rows.forEach((row, item) => {
    const order = row.targets.map((_, i) => i).sort((a, b) => row.targets[a]! - row.targets[b]!);
    const max = Math.fround(row.strengths.reduce((a, b) => Math.max(a, b), 0));
    maxima[item] = max;
    let previous = -1;
    for (const i of order) {
      const level = Math.round(Math.sqrt(row.strengths[i]! / max) * 255);
      if (!(level > 0)) continue;
      let delta = row.targets[i]! - previous - 1;
      previous = row.targets[i]!;
      for (; delta > 127; delta >>>= 7) bytes.push((delta & 127) | 128);
      bytes.push(delta, Math.min(255, level));
    }
    offsets[item + 1] = bytes.length;
  });
  const entries = Uint8Array.from(bytes);
  noteTable(entries, rows);
  return { offsets, maxima, entries };
}

/** A varint of more bytes than this is no item number. */
const MAX_VARINT = 5;

/** `rows`: how many there are, where that is not one per item. @throws BUNDLE_LAYOUT where an array has the wrong length or a row ends before it starts */
export function readRows(section: Section, items: number, rows = items): SparseTable {
  const offsets = arrayOf(section, 'offsets', Uint32Array, rows + 1);
  const maxima = arrayOf(section, 'maxima', Float32Array, rows);
  const entries = arrayOf(section, 'entries', Uint8Array, offsets[rows]);
  for (let row = 0; row < rows; row++)
    if (offsets[row + 1]! < offsets[row]!) throw fail('BUNDLE_LAYOUT', `section "${section.name}", array "offsets"`);
  return {
    readRow(item, visit) {
      const end = offsets[item + 1]!;
      const unit = maxima[item]! / (255 * 255);
      let target = -1;
      for (let at = offsets[item]!; at < end; ) {
        const first = at;
        let delta = 0;
        let unitOfByte = 1;
        let byte = entries[at++]!;
        for (; byte > 127 && at < end; byte = entries[at++]!) {
          delta += (byte & 127) * unitOfByte;
          unitOfByte *= 128;
        }
        target += delta + byte * unitOfByte + 1;
        if (at >= end || at - first > MAX_VARINT || target >= items) return;
        const level = entries[at++]!;
        visit(target, level * level * unit);
      }
    },
  };
}
