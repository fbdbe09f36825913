// Normal equations by Cholesky, A = U^T U, on the upper triangle U kept row-major. Lanes run along a row, so a lane never
// meets another and each element takes its terms in the order the plain-JS twin gives them (js-solver.ts): row by row
// added, then row by row eliminated. Lanes left of the diagonal and columns beyond d hold rubbish; no result reads them.
//
// Until a row is eliminated it holds -A, not A: rows are then added and eliminated by one and the same addition. Rounding
// does not see a sign, so the bits are those of the plain form.
//
// Everywhere: d = dimensions, a multiple of 4; stride = bytes from row to row, a multiple of 32 and at least 4 d.

import { addTile, negateTransposed } from './tile';

/** Rows whose weighted copies are held at once: they stay in the first-level cache beside U. */
const BLOCK: i32 = 32;

/** U = -(transpose of gram's lower triangle + ridge I); right = 0. `gram`: d x d, rows of 4 d bytes. */
export function begin(u: usize, gram: usize, right: usize, d: usize, stride: usize, ridge: f32): void {
  const gramStride = d << 2;
  for (let i: usize = 0; i < d; i += 4) {
    for (let j = i; j < d; j += 4) {
      negateTransposed(gram + j * gramStride + (i << 2), gramStride, u + i * stride + (j << 2), stride);
    }
    for (let k = i; k < i + 4; k++) {
      const diagonal = u + k * (stride + 4);
      store<f32>(diagonal, load<f32>(diagonal) - ridge);
    }
    v128.store(right + (i << 2), f32x4.splat(0));
  }
}

/** U -= sum w y y^T and right += sum t y over `count` rows. `weighted`: room for BLOCK rows. */
export function add(
  u: usize,
  right: usize,
  rows: usize,
  weights: usize,
  targets: usize,
  weighted: usize,
  d: usize,
  stride: usize,
  count: i32,
): void {
  while (count > 0) {
    const block = min(count, BLOCK);
    for (let r = 0; r < block; r++) {
      const w = f32x4.neg(v128.load32_splat(weights + ((<usize>r) << 2)));
      const at = <usize>r * stride;
      for (let j: usize = 0; j < stride; j += 16) {
        v128.store(weighted + at + j, f32x4.mul(w, v128.load(rows + at + j)));
      }
    }
    for (let i: usize = 0; i < d; i += 4) {
      // Tiles start at multiples of 8 columns, so the first may begin left of the diagonal.
      for (let j = (i & ~7) << 2; j < stride; j += 32) {
        addTile(u + i * stride + j, weighted + (i << 2), rows + j, stride, block);
      }
    }
    for (let j: usize = 0; j < stride; j += 16) {
      let sum = v128.load(right + j);
      for (let r = 0; r < block; r++) {
        const t = v128.load32_splat(targets + ((<usize>r) << 2));
        sum = f32x4.add(sum, f32x4.mul(t, v128.load(rows + <usize>r * stride + j)));
      }
      v128.store(right + j, sum);
    }
    const taken = <usize>block;
    rows += taken * stride;
    weights += taken << 2;
    targets += taken << 2;
    count -= block;
  }
}

/** right = x with U the triangle of A. `inverse`: room for d floats. `scratch`: 64 bytes. 0 where A is not positive definite. */
export function solve(u: usize, right: usize, inverse: usize, scratch: usize, d: usize, stride: usize): i32 {
  for (let i: usize = 0; i < d; i += 4) {
    for (let j = (i & ~7) << 2; j < stride; j += 32) {
      addTile(u + i * stride + j, u + (i << 2), u + j, stride, <i32>i);
    }
    if (!eliminate(u + i * stride, inverse + (i << 2), i << 2, stride)) return 0;
  }
  for (let i: usize = 0; i < d; i += 4) forward(u + i * stride, right, inverse, i << 2, stride);
  for (let i = d; i > 0; i -= 4) backward(u, right, inverse, scratch, i - 4, stride);
  return 1;
}

/** Factorises four rows, already free of the rows above. `row`: the first; `diagonal`: byte offset of its diagonal. */
function eliminate(row: usize, inverse: usize, diagonal: usize, stride: usize): bool {
  const at = row + diagonal;
  let v0 = v128.load(at);
  let pivot = -f32x4.extract_lane(v0, 0);
  if (!(pivot > 0 && pivot < Infinity)) return false;
  const i0 = <f32>1 / sqrt<f32>(pivot);
  v0 = f32x4.mul(v0, f32x4.splat(-i0));
  const f01 = v128.shuffle<f32>(v0, v0, 1, 1, 1, 1);
  const f02 = v128.shuffle<f32>(v0, v0, 2, 2, 2, 2);
  const f03 = v128.shuffle<f32>(v0, v0, 3, 3, 3, 3);

  let v1 = f32x4.add(v128.load(at + stride), f32x4.mul(f01, v0));
  pivot = -f32x4.extract_lane(v1, 1);
  if (!(pivot > 0 && pivot < Infinity)) return false;
  const i1 = <f32>1 / sqrt<f32>(pivot);
  v1 = f32x4.mul(v1, f32x4.splat(-i1));
  const f12 = v128.shuffle<f32>(v1, v1, 2, 2, 2, 2);
  const f13 = v128.shuffle<f32>(v1, v1, 3, 3, 3, 3);

  let v2 = f32x4.add(v128.load(at + 2 * stride), f32x4.mul(f02, v0));
  v2 = f32x4.add(v2, f32x4.mul(f12, v1));
  pivot = -f32x4.extract_lane(v2, 2);
  if (!(pivot > 0 && pivot < Infinity)) return false;
  const i2 = <f32>1 / sqrt<f32>(pivot);
  v2 = f32x4.mul(v2, f32x4.splat(-i2));
  const f23 = v128.shuffle<f32>(v2, v2, 3, 3, 3, 3);

  let v3 = f32x4.add(v128.load(at + 3 * stride), f32x4.mul(f03, v0));
  v3 = f32x4.add(v3, f32x4.mul(f13, v1));
  v3 = f32x4.add(v3, f32x4.mul(f23, v2));
  pivot = -f32x4.extract_lane(v3, 3);
  if (!(pivot > 0 && pivot < Infinity)) return false;
  const i3 = <f32>1 / sqrt<f32>(pivot);

  store<f32>(inverse, i0);
  store<f32>(inverse, i1, 4);
  store<f32>(inverse, i2, 8);
  store<f32>(inverse, i3, 12);
  v128.store(at, v0);
  v128.store(at + stride, v1);
  v128.store(at + 2 * stride, v2);

  for (let to = at + 16, end = row + stride; to < end; to += 16) {
    v0 = f32x4.mul(v128.load(to), f32x4.splat(-i0));
    v1 = f32x4.add(v128.load(to + stride), f32x4.mul(f01, v0));
    v1 = f32x4.mul(v1, f32x4.splat(-i1));
    v2 = f32x4.add(v128.load(to + 2 * stride), f32x4.mul(f02, v0));
    v2 = f32x4.mul(f32x4.add(v2, f32x4.mul(f12, v1)), f32x4.splat(-i2));
    v3 = f32x4.add(v128.load(to + 3 * stride), f32x4.mul(f03, v0));
    v3 = f32x4.add(v3, f32x4.mul(f13, v1));
    v3 = f32x4.mul(f32x4.add(v3, f32x4.mul(f23, v2)), f32x4.splat(-i3));
    v128.store(to, v0);
    v128.store(to + stride, v1);
    v128.store(to + 2 * stride, v2);
    v128.store(to + 3 * stride, v3);
  }
  return true;
}

/** U^T z = right for four rows: z replaces their right-hand sides and leaves those below. */
function forward(row: usize, right: usize, inverse: usize, diagonal: usize, stride: usize): void {
  const at = row + diagonal;
  const b = right + diagonal;
  const i = inverse + diagonal;
  const z0 = load<f32>(b) * load<f32>(i);
  const z1 = (load<f32>(b, 4) - z0 * load<f32>(at, 4)) * load<f32>(i, 4);
  const z2 = (load<f32>(b, 8) - z0 * load<f32>(at, 8) - z1 * load<f32>(at + stride, 8)) * load<f32>(i, 8);
  const z3 =
    (load<f32>(b, 12) -
      z0 * load<f32>(at, 12) -
      z1 * load<f32>(at + stride, 12) -
      z2 * load<f32>(at + 2 * stride, 12)) *
    load<f32>(i, 12);
  store<f32>(b, z0);
  store<f32>(b, z1, 4);
  store<f32>(b, z2, 8);
  store<f32>(b, z3, 12);
  for (let j = diagonal + 16; j < stride; j += 16) {
    let sum = f32x4.sub(v128.load(right + j), f32x4.mul(f32x4.splat(z0), v128.load(row + j)));
    sum = f32x4.sub(sum, f32x4.mul(f32x4.splat(z1), v128.load(row + stride + j)));
    sum = f32x4.sub(sum, f32x4.mul(f32x4.splat(z2), v128.load(row + 2 * stride + j)));
    sum = f32x4.sub(sum, f32x4.mul(f32x4.splat(z3), v128.load(row + 3 * stride + j)));
    v128.store(right + j, sum);
  }
}

/** U x = z for four rows from the last up: x replaces z and leaves the rows above. `i`: the first of the four. */
function backward(u: usize, right: usize, inverse: usize, scratch: usize, i: usize, stride: usize): void {
  const diagonal = i << 2;
  const at = u + i * stride + diagonal;
  const b = right + diagonal;
  const v = inverse + diagonal;
  const x3 = load<f32>(b, 12) * load<f32>(v, 12);
  const x2 = (load<f32>(b, 8) - x3 * load<f32>(at + 2 * stride, 12)) * load<f32>(v, 8);
  const x1 = (load<f32>(b, 4) - x3 * load<f32>(at + stride, 12) - x2 * load<f32>(at + stride, 8)) * load<f32>(v, 4);
  const x0 = (load<f32>(b) - x3 * load<f32>(at, 12) - x2 * load<f32>(at, 8) - x1 * load<f32>(at, 4)) * load<f32>(v);
  store<f32>(b, x0);
  store<f32>(b, x1, 4);
  store<f32>(b, x2, 8);
  store<f32>(b, x3, 12);
  for (let j: usize = 0; j < i; j += 4) {
    negateTransposed(u + j * stride + diagonal, stride, scratch, 16);
    const to = right + (j << 2);
    let sum = f32x4.add(v128.load(to), f32x4.mul(f32x4.splat(x3), v128.load(scratch, 48)));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(x2), v128.load(scratch, 32)));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(x1), v128.load(scratch, 16)));
    sum = f32x4.add(sum, f32x4.mul(f32x4.splat(x0), v128.load(scratch)));
    v128.store(to, sum);
  }
}
