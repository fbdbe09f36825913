import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { gramMatrix } from './gram.ts';

/** The definition, in the order of the rows. */
function plain(factors: Float32Array, d: number, scale: number): Float32Array {
  const sums = new Float64Array(d * d);
  for (let row = 0; row < factors.length; row += d)
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) sums[i * d + j]! += factors[row + i]! * factors[row + j]!;
  return Float32Array.from(sums, (value) => value * scale);
}

describe('gramMatrix', () => {
  it.each([0, 1, 63, 64, 65, 200])('gives the bits of its definition for %i rows', (rows) => {
    const random = new Random(1, 'gram');
    const factors = Float32Array.from({ length: rows * 16 }, () => (random.chance(0.1) ? 0 : random.normal()));
    expect(gramMatrix(factors, 16, 0.3)).toEqual(plain(factors, 16, 0.3));
  });
});
