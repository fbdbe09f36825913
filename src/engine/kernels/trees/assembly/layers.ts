// Dense layers over 64 rows or fewer at a time. Lanes run along the rows, so each sum takes its terms one after the other, in the order
// of the inputs; the plain-JS twin does the same. x and y: float32 by column, 256 bytes a column.

/** x: the rows' inputs, 0 for what is missing. `rows`: float32 by input, `rowBytes` apart; `width`: bytes of the rows, a multiple of 64. */
export function fillInputs(rows: usize, rowBytes: usize, inputs: i32, x: usize, width: usize): void {
  for (; inputs > 0; inputs--, rows += rowBytes, x += 256)
    for (let at: usize = 0; at < width; at += 16) {
      const values = v128.load(rows + at);
      v128.store(x + at, v128.and(values, f32x4.eq(values, values)));
    }
}

/** y = max(floor, bias + W x). `weights`: W, an output after the other; `width`: bytes of the rows, a multiple of 64. */
export function addLayer(
  weights: usize,
  bias: usize,
  x: usize,
  y: usize,
  inputs: i32,
  outputs: i32,
  width: usize,
  floor: f32,
): void {
  const size = (<usize>inputs) << 2;
  let output = 0;
  for (; output + 2 <= outputs; output += 2) {
    for (let at: usize = 0; at < width; at += 64) addTwo(weights, bias, x + at, y + at, size, floor);
    weights += 2 * size;
    bias += 8;
    y += 512;
  }
  if (output < outputs)
    for (let at: usize = 0; at < width; at += 64) addOne(weights, bias, x + at, y + at, size, floor);
}

/** Two outputs of 16 rows. */
function addTwo(weights: usize, bias: usize, x: usize, y: usize, size: usize, floor: f32): void {
  let a0 = v128.load32_splat(bias);
  let b0 = a0;
  let c0 = a0;
  let d0 = a0;
  let a1 = v128.load32_splat(bias, 4);
  let b1 = a1;
  let c1 = a1;
  let d1 = a1;
  for (const end = weights + size; weights < end; weights += 4, x += 256) {
    const w0 = v128.load32_splat(weights);
    const w1 = v128.load32_splat(weights + size);
    let value = v128.load(x);
    a0 = f32x4.add(a0, f32x4.mul(value, w0));
    a1 = f32x4.add(a1, f32x4.mul(value, w1));
    value = v128.load(x, 16);
    b0 = f32x4.add(b0, f32x4.mul(value, w0));
    b1 = f32x4.add(b1, f32x4.mul(value, w1));
    value = v128.load(x, 32);
    c0 = f32x4.add(c0, f32x4.mul(value, w0));
    c1 = f32x4.add(c1, f32x4.mul(value, w1));
    value = v128.load(x, 48);
    d0 = f32x4.add(d0, f32x4.mul(value, w0));
    d1 = f32x4.add(d1, f32x4.mul(value, w1));
  }
  const least = f32x4.splat(floor);
  v128.store(y, f32x4.max(a0, least));
  v128.store(y, f32x4.max(b0, least), 16);
  v128.store(y, f32x4.max(c0, least), 32);
  v128.store(y, f32x4.max(d0, least), 48);
  v128.store(y, f32x4.max(a1, least), 256);
  v128.store(y, f32x4.max(b1, least), 272);
  v128.store(y, f32x4.max(c1, least), 288);
  v128.store(y, f32x4.max(d1, least), 304);
}

/** One output of 16 rows. */
function addOne(weights: usize, bias: usize, x: usize, y: usize, size: usize, floor: f32): void {
  let a = v128.load32_splat(bias);
  let b = a;
  let c = a;
  let d = a;
  for (const end = weights + size; weights < end; weights += 4, x += 256) {
    const w = v128.load32_splat(weights);
    a = f32x4.add(a, f32x4.mul(v128.load(x), w));
    b = f32x4.add(b, f32x4.mul(v128.load(x, 16), w));
    c = f32x4.add(c, f32x4.mul(v128.load(x, 32), w));
    d = f32x4.add(d, f32x4.mul(v128.load(x, 48), w));
  }
  const least = f32x4.splat(floor);
  v128.store(y, f32x4.max(a, least));
  v128.store(y, f32x4.max(b, least), 16);
  v128.store(y, f32x4.max(c, least), 32);
  v128.store(y, f32x4.max(d, least), 48);
}
