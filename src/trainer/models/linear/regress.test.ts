import { describe, expect, it } from 'vitest';
import type { ItemGram } from './itemGram.ts';
import { regress } from './regress.ts';

/** Lower triangles of symmetric matrices, as itemGram gives them. */
function gramOf(matrix: readonly (readonly number[])[]): ItemGram {
  return {
    columns: matrix.map((_, row) => Int32Array.from({ length: row + 1 }, (_, column) => column)),
    values: matrix.map((row, r) => Float32Array.from(row.slice(0, r + 1))),
    diagonal: Float64Array.from(matrix, (row, r) => row[r]!),
  };
}

describe('regress', () => {
  const gram = gramOf([
    [4, 1, 2],
    [1, 3, 1],
    [2, 1, 5],
  ]);

  it('solves a target over one source and over two', async () => {
    // Of 2 over 0: 2 / (4 + 1). Of 0 over 1 and 2: [[3 + 1, 1], [1, 5 + 1]] w = [1, 2] has w = [4, 7] / 23.
    const weights = await regress(gram, [[1, 2], [], [0]], { ridge: 1, dropout: 0 });
    expect([...weights].map((weight) => Math.round(weight * 1e6) / 1e6)).toEqual([0.173913, 0.304348, 0.4]);
  });

  it('lets diagonals grow by what is dropped', async () => {
    // With dropout .5 a diagonal counts twice: 2 / (8 + 1).
    const weights = await regress(gram, [[], [], [0]], { ridge: 1, dropout: 0.5 });
    expect(weights[0]).toBeCloseTo(2 / 9, 6);
  });

  it('solves again without a source that comes out negative', async () => {
    // Over both, [[1.1, .9], [.9, 1.1]] w = [.9, .5] has a negative second weight; 0 alone: .9 / 1.1.
    const negative = gramOf([
      [1, 0.9, 0.9],
      [0.9, 1, 0.5],
      [0.9, 0.5, 1],
    ]);
    const weights = await regress(negative, [[], [], [0, 1]], { ridge: 0.1, dropout: 0 });
    expect(weights[0]).toBeCloseTo(0.9 / 1.1, 6);
    expect(weights[1]).toBe(0);
  });

  it('has nothing to solve without sources', async () => {
    expect(await regress(gram, [[], [], []], { ridge: 1, dropout: 0 })).toEqual(new Float32Array(0));
  });
});
