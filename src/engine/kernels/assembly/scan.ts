// An exact int8 inner product without relaxed SIMD. A 16-bit lane holds an even dimension, stored as x + 128, in its low
// byte and an odd one in its high byte. With lane w = 256 odd + even + 128 and the query split into qe and qo,
//   w qe + (w >> 8) (qo - 256 qe) = (even + 128) qe + odd qo,
// and 128 sum(qe) is the same for every item, so it is taken off once at the end.

/**
 * scores[i] = dot(item i, query) * scales[i] * queryScale for `items` items, a multiple of 4; d a multiple of 16.
 * `query`: d/2 int16 values of qe, then d/2 of qo - 256 qe. `bias`: 128 sum(qe).
 */
export function scan(
  vectors: usize,
  scales: usize,
  scores: usize,
  items: i32,
  d: i32,
  query: usize,
  bias: i32,
  queryScale: f32,
): void {
  const biases = i32x4.splat(bias);
  const queryScales = f32x4.splat(queryScale);
  const end = scores + ((<usize>items) << 2);
  const row = <usize>d;
  for (; scores < end; scores += 16) {
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    let c = i32x4.splat(0);
    let e = i32x4.splat(0);
    for (let i: usize = 0; i < row; i += 16) {
      const qe = v128.load(query + i);
      const qo = v128.load(query + i + row);
      a = i32x4.add(a, product(v128.load(vectors), qe, qo));
      b = i32x4.add(b, product(v128.load(vectors + row), qe, qo));
      c = i32x4.add(c, product(v128.load(vectors + 2 * row), qe, qo));
      e = i32x4.add(e, product(v128.load(vectors + 3 * row), qe, qo));
      vectors += 16;
    }
    const dots = f32x4.convert_i32x4_s(i32x4.sub(sumEach(a, b, c, e), biases));
    v128.store(scores, f32x4.mul(f32x4.mul(dots, v128.load(scales)), queryScales));
    vectors += 3 * row;
    scales += 16;
  }
}

/** `scan` for d = 64, the default, with the query held in registers. */
export function scan64(
  vectors: usize,
  scales: usize,
  scores: usize,
  items: i32,
  query: usize,
  bias: i32,
  queryScale: f32,
): void {
  const biases = i32x4.splat(bias);
  const queryScales = f32x4.splat(queryScale);
  const end = scores + ((<usize>items) << 2);
  const e0 = v128.load(query);
  const e1 = v128.load(query, 16);
  const e2 = v128.load(query, 32);
  const e3 = v128.load(query, 48);
  const o0 = v128.load(query, 64);
  const o1 = v128.load(query, 80);
  const o2 = v128.load(query, 96);
  const o3 = v128.load(query, 112);
  for (; scores < end; scores += 16) {
    let a = product(v128.load(vectors, 0), e0, o0);
    a = i32x4.add(a, product(v128.load(vectors, 16), e1, o1));
    a = i32x4.add(a, product(v128.load(vectors, 32), e2, o2));
    a = i32x4.add(a, product(v128.load(vectors, 48), e3, o3));
    let b = product(v128.load(vectors, 64), e0, o0);
    b = i32x4.add(b, product(v128.load(vectors, 80), e1, o1));
    b = i32x4.add(b, product(v128.load(vectors, 96), e2, o2));
    b = i32x4.add(b, product(v128.load(vectors, 112), e3, o3));
    let c = product(v128.load(vectors, 128), e0, o0);
    c = i32x4.add(c, product(v128.load(vectors, 144), e1, o1));
    c = i32x4.add(c, product(v128.load(vectors, 160), e2, o2));
    c = i32x4.add(c, product(v128.load(vectors, 176), e3, o3));
    let e = product(v128.load(vectors, 192), e0, o0);
    e = i32x4.add(e, product(v128.load(vectors, 208), e1, o1));
    e = i32x4.add(e, product(v128.load(vectors, 224), e2, o2));
    e = i32x4.add(e, product(v128.load(vectors, 240), e3, o3));
    const dots = f32x4.convert_i32x4_s(i32x4.sub(sumEach(a, b, c, e), biases));
    v128.store(scores, f32x4.mul(f32x4.mul(dots, v128.load(scales)), queryScales));
    vectors += 256;
    scales += 16;
  }
}

/** Sixteen dimensions of one item times the query's, as four partial sums. */
function product(item: v128, qe: v128, qo: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(item, qe), i32x4.dot_i16x8_s(i16x8.shr_s(item, 8), qo));
}

/** The four lane sums of four vectors, as one vector. */
function sumEach(a: v128, b: v128, c: v128, e: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const ce = i32x4.add(v128.shuffle<i32>(c, e, 0, 4, 1, 5), v128.shuffle<i32>(c, e, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, ce, 0, 1, 4, 5), v128.shuffle<i32>(ab, ce, 2, 3, 6, 7));
}
