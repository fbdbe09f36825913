// F^T F of float32 rows, by tiles of 4 x 8 that stay in the registers while they go over a block of rows.

/** Rows that stay in the first-level cache while every tile goes over them. */
const BLOCK: i32 = 32;

/** part (d x d) = sum over `rows` vectors of v v^T: every tile that touches the lower triangle or the diagonal. */
export function addGram(factors: usize, rows: i32, part: usize, d: i32): void {
  const stride: usize = (<usize>d) << 2;
  memory.fill(part, 0, stride * d);
  for (let first = 0; first < rows; first += BLOCK) {
    const at = factors + <usize>first * stride;
    const count = min(BLOCK, rows - first);
    for (let i: usize = 0; i < <usize>d; i += 4) {
      for (let j: usize = 0; j <= i; j += 8) addTile(part + i * stride + (j << 2), at + (i << 2), at + (j << 2), stride, count);
    }
  }
}

/** tile (4 x 8) += sum over `count` rows of p (4 floats) times q (8 floats). */
// @ts-ignore: decorator
@inline
function addTile(tile: usize, p: usize, q: usize, stride: usize, count: i32): void {
  const tile1 = tile + stride;
  const tile2 = tile1 + stride;
  const tile3 = tile2 + stride;
  let a0 = v128.load(tile);
  let b0 = v128.load(tile, 16);
  let a1 = v128.load(tile1);
  let b1 = v128.load(tile1, 16);
  let a2 = v128.load(tile2);
  let b2 = v128.load(tile2, 16);
  let a3 = v128.load(tile3);
  let b3 = v128.load(tile3, 16);
  for (; count > 0; count--) {
    const a = v128.load(q);
    const b = v128.load(q, 16);
    const p0 = v128.load32_splat(p);
    const p1 = v128.load32_splat(p, 4);
    const p2 = v128.load32_splat(p, 8);
    const p3 = v128.load32_splat(p, 12);
    a0 = f32x4.add(a0, f32x4.mul(p0, a));
    b0 = f32x4.add(b0, f32x4.mul(p0, b));
    a1 = f32x4.add(a1, f32x4.mul(p1, a));
    b1 = f32x4.add(b1, f32x4.mul(p1, b));
    a2 = f32x4.add(a2, f32x4.mul(p2, a));
    b2 = f32x4.add(b2, f32x4.mul(p2, b));
    a3 = f32x4.add(a3, f32x4.mul(p3, a));
    b3 = f32x4.add(b3, f32x4.mul(p3, b));
    p += stride;
    q += stride;
  }
  v128.store(tile, a0);
  v128.store(tile, b0, 16);
  v128.store(tile1, a1);
  v128.store(tile1, b1, 16);
  v128.store(tile2, a2);
  v128.store(tile2, b2, 16);
  v128.store(tile3, a3);
  v128.store(tile3, b3, 16);
}
