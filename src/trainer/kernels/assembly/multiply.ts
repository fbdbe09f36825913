// C = A B of float32, by tiles of 4 x 8 that stay in the registers. A lies in panels of 4 rows and B in panels of 8 columns, each
// with its k steps one after the other: a tile reads both in order. Each element is one sum from step 0 to k - 1, which is what
// the plain-JS twin gives.

/**
 * C (m x n) = A (m x k) B (k x n); m a multiple of 4, n of 8. Rows of C are `rowStride` bytes apart, and every four of its columns
 * `columnStride`: 16 for a matrix of rows.
 */
export function multiply(
  c: usize,
  rowStride: usize,
  columnStride: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  for (let i = 0; i < m; i += 4) {
    const panel = a + ((<usize>i * <usize>k) << 2);
    for (let j = 0; j < n; j += 8) {
      const to = c + <usize>i * rowStride + (<usize>j >> 2) * columnStride;
      multiplyTile(to, rowStride, columnStride, panel, b + ((<usize>j * <usize>k) << 2), k);
    }
  }
}

function multiplyTile(c: usize, rowStride: usize, columnStride: usize, a: usize, b: usize, k: i32): void {
  let left0 = f32x4.splat(0);
  let right0 = f32x4.splat(0);
  let left1 = f32x4.splat(0);
  let right1 = f32x4.splat(0);
  let left2 = f32x4.splat(0);
  let right2 = f32x4.splat(0);
  let left3 = f32x4.splat(0);
  let right3 = f32x4.splat(0);
  for (; k > 0; k--) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a, 4);
    const a2 = v128.load32_splat(a, 8);
    const a3 = v128.load32_splat(a, 12);
    left0 = f32x4.add(left0, f32x4.mul(a0, left));
    right0 = f32x4.add(right0, f32x4.mul(a0, right));
    left1 = f32x4.add(left1, f32x4.mul(a1, left));
    right1 = f32x4.add(right1, f32x4.mul(a1, right));
    left2 = f32x4.add(left2, f32x4.mul(a2, left));
    right2 = f32x4.add(right2, f32x4.mul(a2, right));
    left3 = f32x4.add(left3, f32x4.mul(a3, left));
    right3 = f32x4.add(right3, f32x4.mul(a3, right));
    a += 16;
    b += 32;
  }
  v128.store(c, left0);
  v128.store(c + columnStride, right0);
  c += rowStride;
  v128.store(c, left1);
  v128.store(c + columnStride, right1);
  c += rowStride;
  v128.store(c, left2);
  v128.store(c + columnStride, right2);
  c += rowStride;
  v128.store(c, left3);
  v128.store(c + columnStride, right3);
}
