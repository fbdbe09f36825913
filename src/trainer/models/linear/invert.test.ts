import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silent } from '../../progress.ts';
import { invertPositive } from './invert.ts';

const quiet = (done: number, total: number) => silent('', done, total);

describe('invertPositive', () => {
  it('inverts a matrix worked by hand', async () => {
    const matrix = Float64Array.of(4, 0, 2, 3);
    await invertPositive(matrix, 2, quiet);
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, at) => {
      expect(matrix[at]).toBeCloseTo(value, 12);
    });
  });

  it('times the matrix is the identity', async () => {
    const entries = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 49, maxLength: 49 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), entries, async (n, values) => {
        const matrix = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            for (let k = 0; k < n; k++) matrix[i * n + j]! += values[i * n + k]! * values[j * n + k]!;
            if (i === j) matrix[i * n + j]! += 1;
          }
        const inverse = matrix.slice();
        await invertPositive(inverse, n, quiet);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += matrix[i * n + k]! * inverse[k * n + j]!;
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 8);
          }
      }),
    );
  });
});
