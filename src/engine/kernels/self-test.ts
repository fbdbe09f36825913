import type { Kernels } from './kernels.ts';

/**
 * Whether two implementations give the same bits on a small scan and a small system. Under a millisecond, so a host can
 * ask before trusting an engine: some have shipped SIMD that compiles and miscounts.
 */
export function agree(a: Kernels, b: Kernels): boolean {
  return (
    [16, 64].every((dimensions) => same(scan(a, dimensions), scan(b, dimensions))) &&
    [4, 16].every((dimensions) => same(solve(a, dimensions), solve(b, dimensions)))
  );
}

function scan(kernels: Kernels, dimensions: number): Float32Array {
  const items = 5;
  const packed = Int8Array.from({ length: items * dimensions }, (_, i) => ((i * 97) % 255) - 127);
  const scales = Float32Array.from({ length: items }, (_, i) => (i + 1) / 300);
  const query = Int8Array.from({ length: dimensions }, (_, i) => 127 - ((i * 61) % 255));
  return kernels.createScanner({ packed, scales, items, dimensions }).scores(query, 0.01);
}

function solve(kernels: Kernels, dimensions: number): Float32Array {
  const count = 3;
  const solver = kernels.createSolver(dimensions);
  const rows = Float32Array.from({ length: count * dimensions }, (_, i) => ((i * 37) % 101) / 50 - 1);
  const out = new Float32Array(dimensions);
  solver.begin(new Float32Array(dimensions * dimensions), 0.3);
  solver.add(rows, Float32Array.of(0.7, 1.9, 3.1), Float32Array.of(1.7, 2.9, 4.1), count);
  solver.solve(out);
  return out;
}

function same(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => Object.is(value, b[i]));
}
