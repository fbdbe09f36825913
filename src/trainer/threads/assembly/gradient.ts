// Conjugate gradients on the normal equations of four rows at once (Takács, Pilászy, Tikk 2011): the d x d matrix never exists; a step costs
// a product with the Gram matrix, shared by the four, and two passes over a row's entries.
//
// (G + sum w y y^T + c I) x = sum w y, from where x stands: r = b - A x, p = r; then steps. The vectors of four rows lie one after the
// other (4 x d); `across` holds p once more with the four rows' values side by side (d x 4), as the product reads them.

/** `scratch`: four blocks of 4 x d. */
export function solveByGradient(
  row: i32,
  count: i32,
  offsets: usize,
  columns: usize,
  weights: usize,
  from: usize,
  to: usize,
  gram: usize,
  scratch: usize,
  d: i32,
  steps: i32,
  lambda: f32,
  ridge: f32,
): void {
  const stride: usize = (<usize>d) << 2;
  const block: usize = stride << 2;
  const r = scratch;
  const p = r + block;
  const q = p + block;
  const across = q + block;
  const squares = across + block;
  const x = to + <usize>row * stride;
  const range = offsets + ((<usize>row) << 2);

  memory.fill(p, 0, block);
  memory.copy(p, x, <usize>count * stride);
  transpose(p, across, stride);
  multiply(gram, across, q, stride);
  for (let k: usize = 0; k < <usize>count; k++) {
    const at = k * stride;
    const start = load<i32>(range + (k << 2));
    const end = load<i32>(range + (k << 2), 4);
    if (start === end) memory.fill(x + at, 0, stride);
    // r = b - A x: entries give w (1 - y.x) y.
    addScaled(q + at, p + at, lambda * <f32>(end - start) + ridge, stride);
    negate(q + at, r + at, stride);
    entries(start, end, columns, weights, from, p + at, r + at, stride, true);
    memory.copy(p + at, r + at, stride);
    // A row without entries is zero, and stays it.
    store<f32>(squares + (k << 2), start === end ? 0 : dot(r + at, r + at, stride));
  }
  for (let step = 0; step < steps; step++) {
    transpose(p, across, stride);
    multiply(gram, across, q, stride);
    for (let k: usize = 0; k < <usize>count; k++) {
      const square = load<f32>(squares + (k << 2));
      if (square < 1e-20) continue;
      const at = k * stride;
      const start = load<i32>(range + (k << 2));
      const end = load<i32>(range + (k << 2), 4);
      addScaled(q + at, p + at, lambda * <f32>(end - start) + ridge, stride);
      entries(start, end, columns, weights, from, p + at, q + at, stride, false);
      const size = square / dot(p + at, q + at, stride);
      addScaled(x + at, p + at, size, stride);
      if (step + 1 === steps) continue;
      addScaled(r + at, q + at, -size, stride);
      const next = dot(r + at, r + at, stride);
      store<f32>(squares + (k << 2), next);
      scaleAndAdd(p + at, r + at, next / square, stride);
    }
  }
}

/** sum += over the entries: w y (y.p), or, as a residual, w y (1 - y.p). Four entries share a pass over p and one over the sum. */
function entries(
  start: i32,
  end: i32,
  columns: usize,
  weights: usize,
  from: usize,
  p: usize,
  sum: usize,
  stride: usize,
  isResidual: bool,
): void {
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const column = columns + ((<usize>at) << 2);
    const y0 = from + <usize>load<i32>(column) * stride;
    const y1 = from + <usize>load<i32>(column, 4) * stride;
    const y2 = from + <usize>load<i32>(column, 8) * stride;
    const y3 = from + <usize>load<i32>(column, 12) * stride;
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    for (let i: usize = 0; i < stride; i += 16) {
      const v = v128.load(p + i);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(y0 + i)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(y1 + i)));
      a2 = f32x4.add(a2, f32x4.mul(v, v128.load(y2 + i)));
      a3 = f32x4.add(a3, f32x4.mul(v, v128.load(y3 + i)));
    }
    // Four sums of four lanes at once: lane k holds y_k.p.
    const low01 = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7);
    let s = f32x4.add(
      f32x4.add(v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)),
      f32x4.add(v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)),
    );
    if (isResidual) s = f32x4.sub(f32x4.splat(1), s);
    s = f32x4.mul(s, v128.load(weights + ((<usize>at) << 2)));
    const s0 = v128.shuffle<f32>(s, s, 0, 0, 0, 0);
    const s1 = v128.shuffle<f32>(s, s, 1, 1, 1, 1);
    const s2 = v128.shuffle<f32>(s, s, 2, 2, 2, 2);
    const s3 = v128.shuffle<f32>(s, s, 3, 3, 3, 3);
    for (let i: usize = 0; i < stride; i += 16) {
      let v = v128.load(sum + i);
      v = f32x4.add(v, f32x4.mul(s0, v128.load(y0 + i)));
      v = f32x4.add(v, f32x4.mul(s1, v128.load(y1 + i)));
      v = f32x4.add(v, f32x4.mul(s2, v128.load(y2 + i)));
      v = f32x4.add(v, f32x4.mul(s3, v128.load(y3 + i)));
      v128.store(sum + i, v);
    }
  }
  for (; at < end; at++) {
    const y = from + <usize>load<i32>(columns + ((<usize>at) << 2)) * stride;
    const product = dot(y, p, stride);
    const w = load<f32>(weights + ((<usize>at) << 2));
    addScaled(sum, y, w * (isResidual ? <f32>1 - product : product), stride);
  }
}

/** q (4 x d) = p G for four rows; `across`: p, d x 4. G is symmetric. */
function multiply(gram: usize, across: usize, q: usize, stride: usize): void {
  const q1 = q + stride;
  const q2 = q1 + stride;
  const q3 = q2 + stride;
  for (let j: usize = 0; j < stride; j += 32) {
    let a0 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let b2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    let b3 = f32x4.splat(0);
    let g = gram + j;
    for (let at = across, end = across + (stride << 2); at < end; at += 16) {
      const a = v128.load(g);
      const b = v128.load(g, 16);
      const p0 = v128.load32_splat(at);
      const p1 = v128.load32_splat(at, 4);
      const p2 = v128.load32_splat(at, 8);
      const p3 = v128.load32_splat(at, 12);
      a0 = f32x4.add(a0, f32x4.mul(p0, a));
      b0 = f32x4.add(b0, f32x4.mul(p0, b));
      a1 = f32x4.add(a1, f32x4.mul(p1, a));
      b1 = f32x4.add(b1, f32x4.mul(p1, b));
      a2 = f32x4.add(a2, f32x4.mul(p2, a));
      b2 = f32x4.add(b2, f32x4.mul(p2, b));
      a3 = f32x4.add(a3, f32x4.mul(p3, a));
      b3 = f32x4.add(b3, f32x4.mul(p3, b));
      g += stride;
    }
    v128.store(q + j, a0);
    v128.store(q + j, b0, 16);
    v128.store(q1 + j, a1);
    v128.store(q1 + j, b1, 16);
    v128.store(q2 + j, a2);
    v128.store(q2 + j, b2, 16);
    v128.store(q3 + j, a3);
    v128.store(q3 + j, b3, 16);
  }
}

/** 4 x d -> d x 4. */
function transpose(rows: usize, across: usize, stride: usize): void {
  for (let i: usize = 0; i < stride; i += 16) {
    const r0 = v128.load(rows + i);
    const r1 = v128.load(rows + stride + i);
    const r2 = v128.load(rows + 2 * stride + i);
    const r3 = v128.load(rows + 3 * stride + i);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const to = across + (i << 2);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 16);
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 32);
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 48);
  }
}

function dot(a: usize, b: usize, stride: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let i: usize = 0; i < stride; i += 64) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + i), v128.load(b + i)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a + i, 32), v128.load(b + i, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a + i, 48), v128.load(b + i, 48)));
  }
  const s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
}

/** to += factor x from. */
function addScaled(to: usize, from: usize, factor: f32, stride: usize): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0; i < stride; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(f, v128.load(from + i))));
  }
}

/** to = factor x to + from. */
function scaleAndAdd(to: usize, from: usize, factor: f32, stride: usize): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0; i < stride; i += 16) {
    v128.store(to + i, f32x4.add(f32x4.mul(f, v128.load(to + i)), v128.load(from + i)));
  }
}

/** to = -from. */
function negate(from: usize, to: usize, stride: usize): void {
  for (let i: usize = 0; i < stride; i += 16) v128.store(to + i, f32x4.neg(v128.load(from + i)));
}
