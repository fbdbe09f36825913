/** Rows that stay in the first-level cache while every pair of dimensions goes over them. */
const BLOCK = 64;

/**
 * scale x F^T F of row-major factors, d x d with d even, summed in float64, each element over the rows in order. Two by two
 * elements at a time: a value that is read is used twice, and sums stay in registers.
 */
export function gramMatrix(factors: Float32Array, dimensions: number, scale: number): Float32Array {
  const d = dimensions;
  const gram = new Float64Array(d * d);
  const block = new Float64Array(BLOCK * d);
  for (let first = 0; first < factors.length; first += block.length) {
    const end = Math.min(block.length, factors.length - first);
    block.set(factors.subarray(first, first + end));
    for (let i = 0; i < d; i += 2) for (let j = 0; j <= i; j += 2) addTile(gram, block, end, d, i, j);
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[j * d + i] = gram[i * d + j]!;
  return Float32Array.from(gram, (value) => value * scale);
}

function addTile(gram: Float64Array, block: Float64Array, end: number, d: number, i: number, j: number): void {
  const at = i * d + j;
  let s00 = gram[at]!;
  let s01 = gram[at + 1]!;
  let s10 = gram[at + d]!;
  let s11 = gram[at + d + 1]!;
  for (let row = 0; row < end; row += d) {
    const left0 = block[row + i]!;
    const left1 = block[row + i + 1]!;
    const right0 = block[row + j]!;
    const right1 = block[row + j + 1]!;
    s00 += left0 * right0;
    s01 += left0 * right1;
    s10 += left1 * right0;
    s11 += left1 * right1;
  }
  gram[at] = s00;
  gram[at + 1] = s01;
  gram[at + d] = s10;
  gram[at + d + 1] = s11;
}
