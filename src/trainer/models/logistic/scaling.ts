import type { RankingData } from '../../ranker/data.ts';

/** How inputs are brought to mean 0 and deviation 1. */
export interface Scaling {
  means: Float64Array;
  /** 0: the input is left out. */
  deviations: Float64Array;
}

/** Weighted means and deviations of what is there; what is not finite is missing. Categories are left out: their numbers are names. */
export function scalingOf({ columns, isCategory, weights }: RankingData): Scaling {
  const means = new Float64Array(columns.length);
  const deviations = new Float64Array(columns.length);
  columns.forEach((column, input) => {
    if (isCategory?.[input]) return;
    let [sum, total] = [0, 0];
    column.forEach((value, row) => {
      if (!Number.isFinite(value)) return;
      sum += (weights?.[row] ?? 1) * value;
      total += weights?.[row] ?? 1;
    });
    if (total === 0) return;
    const mean = sum / total;
    let squares = 0;
    column.forEach((value, row) => {
      if (Number.isFinite(value)) squares += (weights?.[row] ?? 1) * (value - mean) ** 2;
    });
    means[input] = mean;
    const deviation = Math.sqrt(squares / total);
    // Below this it is the rounding of a constant.
    deviations[input] = deviation > 1e-12 * Math.abs(mean) ? deviation : 0;
  });
  return { means, deviations };
}

/** `count` rows from `first` on into `block`, row by row, each with a 1 at its end; 0 for what is missing or left out. */
export function standardise(
  columns: readonly Float32Array[],
  { means, deviations }: Scaling,
  first: number,
  count: number,
  block: Float64Array,
): void {
  const width = means.length + 1;
  for (let input = 0; input < means.length; input++) {
    const [column, mean, deviation] = [columns[input]!, means[input]!, deviations[input]!];
    const scale = deviation > 0 ? 1 / deviation : 0;
    for (let row = 0; row < count; row++) {
      const value = column[first + row]!;
      block[row * width + input] = Number.isFinite(value) ? (value - mean) * scale : 0;
    }
  }
  for (let row = 0; row < count; row++) block[row * width + width - 1] = 1;
}
