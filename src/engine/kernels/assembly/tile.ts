// What the solver does most, on pieces that fit the registers. Addresses are of a piece's first float; `stride` is the
// bytes from row to row.

/** tile (4 x 8) += sum over `count` rows of p (4 floats) times q (8 floats), one row after the other. */
export function addTile(tile: usize, p: usize, q: usize, stride: usize, count: i32): void {
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

/** Writes the negated transpose of a 4 x 4 tile. */
export function negateTransposed(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromStride);
  const r2 = v128.load(from + 2 * fromStride);
  const r3 = v128.load(from + 3 * fromStride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, f32x4.neg(v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)));
  v128.store(to + toStride, f32x4.neg(v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)));
  v128.store(to + 2 * toStride, f32x4.neg(v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)));
  v128.store(to + 3 * toStride, f32x4.neg(v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)));
}
