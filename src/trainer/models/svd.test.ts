import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { symmetricEigen } from './eigen.ts';
import { truncatedSvd } from './svd.ts';

function dense(rows: number[][]): Rows {
  const offsets = Int32Array.from(
    { length: rows.length + 1 },
    (_, r) =>
      rows
        .slice(0, r)
        .flat()
        .filter((x) => x !== 0).length,
  );
  const entries = rows.flatMap((row) =>
    row.flatMap((value, c): [number, number][] => (value === 0 ? [] : [[c, value]])),
  );
  return {
    offsets,
    columns: Int32Array.from(entries, ([c]) => c),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

const svd = (matrix: number[][], dimensions: number, seed = 1) =>
  truncatedSvd(dense(matrix), {
    columns: matrix[0]!.length,
    dimensions,
    rounds: 5,
    random: new Random(seed, 'svd'),
    progress: () => undefined,
  });

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('symmetricEigen', () => {
  it('takes a matrix apart: A v = lambda v, orthonormal, largest first', () => {
    const random = new Random(1, 'eigen');
    const d = 12;
    const half = Float64Array.from({ length: d * d }, () => random.normal());
    const matrix = Float64Array.from(half, (_, at) => half[at]! + half[(at % d) * d + Math.floor(at / d)]!);
    const { values, vectors } = symmetricEigen(matrix, d);
    const column = (j: number) => Array.from({ length: d }, (_, i) => vectors[i * d + j]!);
    for (let j = 0; j < d; j++) {
      if (j > 0) expect(values[j]!).toBeLessThanOrEqual(values[j - 1]!);
      for (let i = 0; i < d; i++) {
        expect(dot(matrix.subarray(i * d, (i + 1) * d), column(j))).toBeCloseTo(values[j]! * vectors[i * d + j]!, 9);
        expect(dot(column(i), column(j))).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });

  it('holds zeros and a diagonal', () => {
    expect([...symmetricEigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 3), 2).values]).toEqual([3, 1]);
  });
});

describe('truncatedSvd', () => {
  it('keeps all inner products of rows where the rank allows it', async () => {
    const random = new Random(4, 'matrix');
    const [left, right] = [0, 1].map(() =>
      Array.from({ length: 30 }, () => [random.normal(), random.normal(), random.normal()]),
    );
    const matrix = left!.map((l) => right!.map((r) => dot(l, r)));
    const vectors = await svd(matrix, 16);
    const row = (i: number) => vectors.subarray(i * 16, (i + 1) * 16);
    for (const [i, j] of [
      [0, 0],
      [3, 7],
      [12, 29],
    ] as const)
      expect(dot(row(i), row(j)) / dot(matrix[i]!, matrix[j]!)).toBeCloseTo(1, 4);
    // What lies beyond the rank is 0.
    expect(Math.max(...row(5).subarray(3).map(Math.abs))).toBeLessThan(1e-3);
  });

  it('keeps the strongest directions where it does not', async () => {
    const matrix = Array.from({ length: 40 }, (_, i) => Array.from({ length: 40 }, (_, j) => (i === j ? 40 - i : 0)));
    const vectors = await svd(matrix, 2);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(40, 0);
    expect(Math.abs(vectors[3]!)).toBeCloseTo(39, 0);
  });

  it('is the same for the same seed, and 0 for rows without entries', async () => {
    const matrix = [
      [1, 2, 0],
      [0, 0, 0],
      [2, 1, 1],
    ];
    expect(await svd(matrix, 2)).toEqual(await svd(matrix, 2));
    expect([...(await svd(matrix, 2)).subarray(2, 4)]).toEqual([0, 0]);
    expect([...(await svd([[0, 0]], 4))]).toEqual([0, 0, 0, 0]);
  });
});
