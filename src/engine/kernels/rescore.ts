const { fround } = Math;

/** Float query x int8 item in the one order both twins keep. */
export type Rescore = (position: number) => number;

/**
 * Scores items of plain int8 `vectors` (row by row) with a float query: 16 sums, sum s over dimensions s, s + 16, ... in
 * that order, each product and sum rounded to float32; then t_j = (s_4j + s_4j+1) + (s_4j+2 + s_4j+3), and
 * ((t_0 + t_1) + (t_2 + t_3)) * scale. Infinities that meet give 0.
 */
export function createRescore(
  vectors: Int8Array,
  scales: Float32Array,
  dimensions: number,
  query: Float32Array,
): Rescore {
  const sums = new Float32Array(16);
  return (position) => {
    const at = position * dimensions;
    for (let s = 0; s < 16; s++) {
      let sum = 0;
      for (let d = s; d < dimensions; d += 16) sum = fround(sum + fround(query[d]! * vectors[at + d]!));
      sums[s] = sum;
    }
    const quarter = (s: number) => fround(fround(sums[s]! + sums[s + 1]!) + fround(sums[s + 2]! + sums[s + 3]!));
    const total = fround(fround(quarter(0) + quarter(4)) + fround(quarter(8) + quarter(12)));
    const score = fround(total * scales[position]!);
    return Number.isNaN(score) ? 0 : score + 0;
  };
}
