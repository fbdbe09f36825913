import type { TypedArray } from '../bundle/bundle.ts';
import type { ChunkRows } from './chunk.ts';

/** One item's row: row `at` of `rows`, in numbers of the whole catalogue or already in those of the set. */
export interface RowSource {
  rows: ChunkRows;
  at: number;
  isGlobal: boolean;
}

/** A varint of more bytes than this is no item number. */
const MAX_VARINT = 5;

/**
 * Rows in the numbers of a working set, row i from `sources[i]` (absent: empty). `localOf` gives a number's place in the set,
 * or -1, and keeps their order. Strengths stay as they are, byte for byte; targets that are not in the set go, and are counted.
 */
export function localRows(
  sources: readonly (RowSource | undefined)[],
  localOf: (number: number) => number,
  items: number,
): { arrays: Record<string, TypedArray>; absent: number } {
  const offsets = new Uint32Array(sources.length + 1);
  const maxima = new Float32Array(sources.length);
  const most = sources.reduce(
    (sum, one) => sum + (one ? one.rows.offsets[one.at + 1]! - one.rows.offsets[one.at]! : 0),
    0,
  );
  // A target's place in the set is never above its number, but the step from the one before may be longer by bytes.
  let entries = new Uint8Array(most + 16);
  let length = 0;
  let absent = 0;
  sources.forEach((source, item) => {
    if (source) {
      const { rows, at, isGlobal } = source;
      maxima[item] = rows.maxima[at]!;
      const [start, end] = [rows.offsets[at]!, rows.offsets[at + 1]!];
      // Upper bound of what this row may take: every entry with the longest step.
      if (length + (end - start) * 3 + 16 > entries.length) {
        const grown = new Uint8Array(2 * entries.length + (end - start) * 3 + 16);
        grown.set(entries);
        entries = grown;
      }
      if (!isGlobal) {
        entries.set(rows.entries.subarray(start, end), length);
        length += end - start;
      } else {
        let previous = -1;
        eachEntry(rows.entries, start, end, items, (number, level) => {
          const target = localOf(number);
          if (target < 0) {
            absent++;
            return;
          }
          let delta = target - previous - 1;
          previous = target;
          for (; delta > 127; delta >>>= 7) entries[length++] = (delta & 127) | 128;
          entries[length++] = delta;
          entries[length++] = level;
        });
      }
    }
    offsets[item + 1] = length;
  });
  return { arrays: { offsets, maxima, entries: entries.slice(0, length) }, absent };
}

/** The (target, level) pairs of a row, as src/engine/bundle/rows.ts reads them; stops where the bytes are no row. */
export function eachEntry(
  entries: Uint8Array,
  start: number,
  end: number,
  items: number,
  visit: (target: number, level: number) => void,
): void {
  let target = -1;
  for (let at = start; at < end; ) {
    const first = at;
    let delta = 0;
    let unit = 1;
    let byte = entries[at++]!;
    for (; byte > 127 && at < end; byte = entries[at++]!) {
      delta += (byte & 127) * unit;
      unit *= 128;
    }
    target += delta + byte * unit + 1;
    if (at >= end || at - first > MAX_VARINT || target >= items) return;
    visit(target, entries[at++]!);
  }
}
