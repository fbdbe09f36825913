// Forests of any leaves, in float64: a row's sum takes them in the order of the trees.

import { findFour, findOne } from './exits';

/** Leaves of a segment: what a byte can number. */
const SEGMENT: usize = 256;

/**
 * Adds the leaves of all trees to `margins`: 64 or 16 rows, float64, `batches` vectors of bytes.
 * `code`: by tree the number of its segments of 256 leaves and of all its leaves, then by segment, the last first, the number of planes and they.
 * `places`: 64 u32.
 */
export function addReal(
  code: usize,
  trees: i32,
  leaves: usize,
  columns: usize,
  found: usize,
  places: usize,
  margins: usize,
  batches: i32,
): void {
  const rows = (<usize>batches) << 4;
  for (let tree = 0; tree < trees; tree++) {
    const segments = <usize>load<u32>(code);
    const size = <usize>load<u32>(code, 4);
    code += 8;
    for (let segment = segments; segment > 0; segment--) {
      const planes = load<i32>(code);
      code = batches > 1 ? findFour(code + 4, planes, columns, found) : findOne(code + 4, planes, columns, found);
      if (segments === 1) break;
      for (let row: usize = 0; row < rows; row++)
        if (load<u8>(found + row, 64) !== 255)
          store<u32>(places + (row << 2), <u32>((segment - 1) * SEGMENT + load<u8>(found + row)));
    }
    for (let row: usize = 0; row < rows; row++) {
      const place = segments === 1 ? <usize>load<u8>(found + row) : <usize>load<u32>(places + (row << 2));
      const margin = margins + (row << 3);
      store<f64>(margin, load<f64>(margin) + load<f64>(leaves + (place << 3)));
    }
    leaves += size << 3;
  }
}
