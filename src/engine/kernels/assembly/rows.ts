// Sums of sparse rows (src/engine/bundle/rows.ts has the coding). Each target takes its terms in the order of the rows.

/** Entries whose varint is longer are no entries. */
const MAX_VARINT: usize = 5;

/**
 * sums[target] += weight * strength for the row at bytes `from` to `to`; targets new to `seen` are appended to `touched`.
 * Returns the new length of `touched`. Stops where the bytes are no row. `unit`: the row's maximum / 65025.
 */
export function addRow(
  from: usize,
  to: usize,
  unit: f64,
  weight: f64,
  items: i32,
  sums: usize,
  seen: usize,
  touched: usize,
  count: i32,
): i32 {
  let target: u64 = <u64>-1;
  while (from < to) {
    const first = from;
    let byte = <u64>load<u8>(from++);
    let delta = byte & 127;
    for (let shift: u64 = 7; byte > 127 && from < to && from - first < MAX_VARINT; shift += 7) {
      byte = <u64>load<u8>(from++);
      delta |= (byte & 127) << shift;
    }
    target += delta + 1;
    if (byte > 127 || from >= to || target >= <u64>items) return count;
    const level = <f64>load<u8>(from++);
    if (load<u8>(seen + <usize>target) === 0) {
      store<u8>(seen + <usize>target, 1);
      store<i32>(touched + ((<usize>count) << 2), <i32>target);
      count++;
    }
    const sum = sums + ((<usize>target) << 3);
    store<f64>(sum, load<f64>(sum) + weight * (level * level * unit));
  }
  return count;
}

/** Makes sums and marks of the touched items 0 again. */
export function clearRows(sums: usize, seen: usize, touched: usize, count: i32): void {
  for (const end = touched + ((<usize>count) << 2); touched < end; touched += 4) {
    const target = <usize>load<i32>(touched);
    store<f64>(sums + (target << 3), 0);
    store<u8>(seen + target, 0);
  }
}
