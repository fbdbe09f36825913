import type { PackedVectors } from './kernels.ts';

const { fround } = Math;

/** The float32 scores of the items at these positions; 0 for a negative position. */
export type JsRescore = (query: Float32Array, positions: Int32Array) => Float32Array;

/**
 * Float query x int8 item in the order both twins keep: 16 sums, sum s over dimensions s, s + 16, ..., each product and
 * sum rounded to float32; then t_j = (s_4j + s_4j+1) + (s_4j+2 + s_4j+3), and ((t_0 + t_1) + (t_2 + t_3)) * scale.
 * Infinities that meet give 0, and so does -0.
 */
export function createJsRescore({ packed, items, dimensions }: PackedVectors, scales: Float32Array): JsRescore {
  const even = new Uint8Array(packed.buffer, packed.byteOffset, items * dimensions);
  return (query, positions) => {
    /** Four sums, of dimensions s to s + 3 and so on; s is a multiple of 4. */
    const quarter = (row: number, s: number): number => {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let d = s; d < dimensions; d += 16) {
        s0 = fround(s0 + fround(query[d]! * (even[row + d]! - 128)));
        s1 = fround(s1 + fround(query[d + 1]! * packed[row + d + 1]!));
        s2 = fround(s2 + fround(query[d + 2]! * (even[row + d + 2]! - 128)));
        s3 = fround(s3 + fround(query[d + 3]! * packed[row + d + 3]!));
      }
      return fround(fround(s0 + s1) + fround(s2 + s3));
    };
    const scores = new Float32Array(positions.length);
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i]!;
      if (position < 0) continue;
      const row = position * dimensions;
      const low = fround(quarter(row, 0) + quarter(row, 4));
      const high = fround(quarter(row, 8) + quarter(row, 12));
      const score = fround(fround(low + high) * scales[position]!);
      scores[i] = Number.isNaN(score) ? 0 : score + 0;
    }
    return scores;
  };
}
