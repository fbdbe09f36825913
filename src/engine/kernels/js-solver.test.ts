import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { createJsSolver } from './js-solver.ts';

/** The same system in float64 by Gaussian elimination: another method, so a shared mistake is unlikely. */
function reference(gram: Float32Array, ridge: number, rows: Float32Array, w: Float32Array, t: Float32Array, d: number) {
  const a = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d + 1 }, (_, j) =>
      j === d ? 0 : gram[Math.max(i, j) * d + Math.min(i, j)]! + (i === j ? ridge : 0),
    ),
  );
  for (let r = 0; r < w.length; r++) {
    for (let i = 0; i < d; i++) {
      a[i]![d]! += t[r]! * rows[r * d + i]!;
      for (let j = 0; j < d; j++) a[i]![j]! += w[r]! * rows[r * d + i]! * rows[r * d + j]!;
    }
  }
  for (let k = 0; k < d; k++) {
    for (let i = 0; i < d; i++) {
      if (i === k) continue;
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= d; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return a.map((row, i) => row[d]! / row[i]!);
}

describe('createJsSolver', () => {
  it.each([
    [4, 1],
    [16, 40],
    [64, 7],
    [64, 200],
  ])('solves as float64 does, d = %i, %i rows', (d, count) => {
    const random = xoroshiro128plus(d * 1000 + count);
    const floats = (length: number) => Float32Array.from({ length }, () => (random.next() >> 8) / 2 ** 23);
    const base = floats(80 * d);
    const gram = new Float32Array(d * d);
    for (let r = 0; r < 80; r++) {
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) gram[i * d + j]! += 0.1 * base[r * d + i]! * base[r * d + j]!;
    }
    const [rows, targets] = [floats(count * d), floats(count)];
    const weights = floats(count).map((w) => 1 + Math.abs(w));
    const out = new Float32Array(d);
    const solver = createJsSolver(d);
    solver.begin(gram, 0.5);
    solver.add(rows, weights, targets, count);
    solver.solve(out);
    const expected = reference(gram, 0.5, rows, weights, targets, d);
    const size = Math.max(...expected.map(Math.abs));
    expect(size).toBeGreaterThan(0.01);
    for (let i = 0; i < d; i++) expect(Math.abs(out[i]! - expected[i]!)).toBeLessThan(2e-5 * size);
  });
});
