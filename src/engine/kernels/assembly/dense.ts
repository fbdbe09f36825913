// One dense layer over one input. Lanes run along the outputs, so each output takes its terms one after the other, in the order
// of the inputs; the plain-JS twin (js-dense.ts) does the same.

/**
 * y = max(floor, bias + W x). `weights`: the transpose of W, a row of `stride` bytes an input; `stride`: bytes of y and of bias, a
 * multiple of 64, outputs beyond the layer's own being zeros.
 */
export function dense(weights: usize, bias: usize, x: usize, y: usize, inputs: usize, stride: usize, floor: f32): void {
  const least = f32x4.splat(floor);
  for (let at: usize = 0; at < stride; at += 64) {
    let a = v128.load(bias + at);
    let b = v128.load(bias + at, 16);
    let c = v128.load(bias + at, 32);
    let d = v128.load(bias + at, 48);
    let w = weights + at;
    for (let from = x, end = x + (inputs << 2); from < end; from += 4) {
      const value = v128.load32_splat(from);
      a = f32x4.add(a, f32x4.mul(value, v128.load(w)));
      b = f32x4.add(b, f32x4.mul(value, v128.load(w, 16)));
      c = f32x4.add(c, f32x4.mul(value, v128.load(w, 32)));
      d = f32x4.add(d, f32x4.mul(value, v128.load(w, 48)));
      w += stride;
    }
    v128.store(y + at, f32x4.max(a, least));
    v128.store(y + at, f32x4.max(b, least), 16);
    v128.store(y + at, f32x4.max(c, least), 32);
    v128.store(y + at, f32x4.max(d, least), 48);
  }
}
