// Forests of up to 32 leaves a tree, whose leaves are whole multiples of one scale that fit 16 bits: whole sums, so their order is no
// matter. A tree's table: the low bytes of its leaves (32), then the high bytes.

import { findFour, findOne } from './exits';

/**
 * Adds the leaves of all trees to `sums`: 64 or 16 rows, i32, `batches` vectors of bytes.
 * `code`: by tree the number of planes, then they. `partial`: 128 zeros; `every`: trees whose leaves together fit 16 bits.
 */
export function addWhole(
  code: usize,
  trees: i32,
  leaves: usize,
  columns: usize,
  found: usize,
  partial: usize,
  sums: usize,
  every: i32,
  batches: i32,
): void {
  const rows = (<usize>batches) << 4;
  for (let tree = 0, left = every; tree < trees; tree++, leaves += 64) {
    const planes = load<i32>(code);
    code = batches > 1 ? findFour(code + 4, planes, columns, found) : findOne(code + 4, planes, columns, found);
    const low = v128.load(leaves);
    const lowAbove = v128.load(leaves, 16);
    const high = v128.load(leaves, 32);
    const highAbove = v128.load(leaves, 48);
    for (let row: usize = 0; row < rows; row += 16) {
      const leaf = v128.load(found + row);
      // A lane beyond 15 gives 0: leaves from 16 on are in the second table only, those before, less 16, in the first.
      const above = i8x16.sub(leaf, i8x16.splat(16));
      const lows = v128.or(v128.swizzle(low, leaf), v128.swizzle(lowAbove, above));
      const highs = v128.or(v128.swizzle(high, leaf), v128.swizzle(highAbove, above));
      const at = partial + (row << 1);
      const first = v128.shuffle<u8>(lows, highs, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const second = v128.shuffle<u8>(lows, highs, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      v128.store(at, i16x8.add(v128.load(at), first));
      v128.store(at, i16x8.add(v128.load(at, 16), second), 16);
    }
    left--;
    if (left === 0 || tree === trees - 1) {
      left = every;
      addPartial(partial, sums, rows);
    }
  }
}

/** Adds the sums of 16 bits to those of 32, and clears them. */
function addPartial(partial: usize, sums: usize, rows: usize): void {
  for (const end = partial + (rows << 1); partial < end; partial += 16, sums += 32) {
    const values = v128.load(partial);
    v128.store(sums, i32x4.add(v128.load(sums), i32x4.extend_low_i16x8_s(values)));
    v128.store(sums, i32x4.add(v128.load(sums, 16), i32x4.extend_high_i16x8_s(values)), 16);
    v128.store(partial, i16x8.splat(0));
  }
}

/** margins = scale * sums, float64; `rows` a multiple of 4. */
export function finishWhole(sums: usize, margins: usize, rows: i32, scale: f64): void {
  const scales = f64x2.splat(scale);
  for (const end = sums + ((<usize>rows) << 2); sums < end; sums += 16, margins += 32) {
    const values = v128.load(sums);
    v128.store(margins, f64x2.mul(f64x2.convert_low_i32x4_s(values), scales));
    const high = v128.shuffle<u32>(values, values, 2, 3, 2, 3);
    v128.store(margins, f64x2.mul(f64x2.convert_low_i32x4_s(high), scales), 16);
  }
}
