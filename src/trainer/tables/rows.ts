/** A sparse matrix by rows (CSR): entries of row r at offsets[r] .. offsets[r + 1], columns ascending. */
export interface Rows {
  offsets: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/** The same matrix by columns; within each, the old rows ascend. */
export function transpose(rows: Rows, columnCount: number): Rows {
  const offsets = new Int32Array(columnCount + 1);
  for (const column of rows.columns) offsets[column + 1]!++;
  for (let c = 0; c < columnCount; c++) offsets[c + 1]! += offsets[c]!;
  const next = offsets.slice();
  const columns = new Int32Array(rows.columns.length);
  const values = new Float32Array(rows.columns.length);
  for (let row = 0; row < rows.offsets.length - 1; row++)
    for (let at = rows.offsets[row]!; at < rows.offsets[row + 1]!; at++) {
      const place = next[rows.columns[at]!]!++;
      columns[place] = row;
      values[place] = rows.values[at]!;
    }
  return { offsets, columns, values };
}
