/**
 * Columns as rows: `count` x `inputs`, row-major.
 * @param columns input f of row r at f * stride + r, NaN where it is missing
 * @param missing what stands for a missing value
 */
export function gatherRows(
  columns: Float32Array,
  inputs: number,
  count: number,
  stride: number,
  missing: number,
): Float32Array {
  const rows = new Float32Array(count * inputs);
  for (let f = 0; f < inputs; f++)
    for (let r = 0; r < count; r++) {
      const value = columns[f * stride + r]!;
      rows[r * inputs + f] = Number.isNaN(value) ? missing : value;
    }
  return rows;
}
