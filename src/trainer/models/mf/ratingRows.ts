import type { Rows } from '../../tables/rows.ts';
import type { Tables } from '../../tables/tables.ts';

/** Each shopper's rated items, ascending, with the rating last given of each; interactions without a value are left out. */
export function ratingRows(tables: Tables): Rows {
  const offsets = new Int32Array(tables.shoppers + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let shopper = 0; shopper < tables.shoppers; shopper++) {
    const own = new Map<number, number>();
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++)
      if (Number.isFinite(tables.value[row]!)) own.set(tables.item[row]!, tables.value[row]!);
    for (const [item, rating] of [...own].sort(([a], [b]) => a - b)) {
      columns.push(item);
      values.push(rating);
    }
    offsets[shopper + 1] = columns.length;
  }
  return { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}
