import { setImmediate } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { symmetricEigen } from './eigen.ts';

/** Dimensions carried beside those that are wanted: what subspace iteration needs to settle in few rounds. */
const OVERSAMPLING = 8;

/** Directions weaker than this share of the strongest are rounding errors. */
const NEGLIGIBLE = 1e-10;

/** Rows between two pauses. */
const PAUSE_ROWS = 16_384;

export interface SvdOptions {
  columns: number;
  dimensions: number;
  /** Rounds of subspace iteration; 3 to 5 suffice for text. */
  rounds: number;
  random: Random;
  progress(done: number, total: number): void;
}

/**
 * Left singular vectors times singular values of a sparse matrix A, the `dimensions` largest, float32 row-major (rows x dimensions):
 * randomised subspace iteration on A^T A, a row of A at a time (Halko, Martinsson, Tropp 2011, algorithm 4.4), so that memory is
 * columns x dimensions beside the answer. Dimensions beyond the rank are 0. Deterministic; float64 sums in the order of rows.
 */
export async function truncatedSvd(matrix: Rows, options: SvdOptions): Promise<Float32Array> {
  const { columns, dimensions, rounds, random, progress } = options;
  const width = Math.min(columns, dimensions + OVERSAMPLING);
  let basis = orthonormal(
    Float64Array.from({ length: columns * width }, () => random.normal()),
    width,
  );
  for (let round = 0; round < rounds; round++) {
    progress(round, rounds + 1);
    const next = new Float64Array(columns * width);
    await eachProjection(matrix, basis, width, (row, projected) => {
      for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
        const [value, to] = [matrix.values[at]!, matrix.columns[at]! * width];
        for (let d = 0; d < width; d++) next[to + d]! += value * projected[d]!;
      }
    });
    basis = orthonormal(next, width);
  }
  progress(rounds, rounds + 1);
  const gram = new Float64Array(width * width);
  await eachProjection(matrix, basis, width, (_, projected) => {
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) gram[i * width + j]! += projected[i]! * projected[j]!;
  });
  const { values, vectors } = symmetricEigen(gram, width);
  const rows = matrix.offsets.length - 1;
  const result = new Float32Array(rows * dimensions);
  await eachProjection(matrix, basis, width, (row, projected) => {
    for (let d = 0; d < Math.min(dimensions, width); d++) {
      if (!(values[d]! > NEGLIGIBLE * values[0]!)) continue;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += projected[i]! * vectors[i * width + d]!;
      result[row * dimensions + d] = sum;
    }
  });
  progress(rounds + 1, rounds + 1);
  return result;
}

/** Every row of the matrix times the basis (columns x width). `projected` is reused. */
async function eachProjection(
  matrix: Rows,
  basis: Float64Array,
  width: number,
  visit: (row: number, projected: Float64Array) => void,
): Promise<void> {
  const projected = new Float64Array(width);
  for (let row = 0; row < matrix.offsets.length - 1; row++) {
    if (row % PAUSE_ROWS === 0) await setImmediate();
    const [start, end] = [matrix.offsets[row]!, matrix.offsets[row + 1]!];
    if (start === end) continue;
    projected.fill(0);
    for (let at = start; at < end; at++) {
      const [value, from] = [matrix.values[at]!, matrix.columns[at]! * width];
      for (let d = 0; d < width; d++) projected[d]! += value * basis[from + d]!;
    }
    visit(row, projected);
  }
}

/** An orthonormal basis of the columns' span, by modified Gram-Schmidt, twice; what is dependent becomes 0. In place. */
export function orthonormal(basis: Float64Array, width: number): Float64Array {
  const rows = basis.length / width;
  for (let j = 0; j < width; j++) {
    const before = lengthOf(basis, width, j);
    for (let pass = 0; pass < 2; pass++)
      for (let i = 0; i < j; i++) {
        let dot = 0;
        for (let at = 0; at < rows; at++) dot += basis[at * width + i]! * basis[at * width + j]!;
        if (dot !== 0) for (let at = 0; at < rows; at++) basis[at * width + j]! -= dot * basis[at * width + i]!;
      }
    const length = lengthOf(basis, width, j);
    const factor = length > NEGLIGIBLE * before ? 1 / length : 0;
    for (let at = 0; at < rows; at++) basis[at * width + j]! *= factor;
  }
  return basis;
}

function lengthOf(basis: Float64Array, width: number, column: number): number {
  let sum = 0;
  for (let at = column; at < basis.length; at += width) sum += basis[at]! * basis[at]!;
  return Math.sqrt(sum);
}
