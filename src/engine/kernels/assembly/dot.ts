// An exact int8 inner product without relaxed SIMD. A 16-bit lane holds an even dimension, stored as x + 128, in its low
// byte and an odd one in its high byte. With lane w = 256 odd + even + 128 and the query split into qe and qo,
//   w qe + (w >> 8) (qo - 256 qe) = (even + 128) qe + odd qo,
// and 128 sum(qe) is the same for every item, so it is taken off once at the end.

/** Sixteen dimensions of one item times the query's, as four partial sums. */
export function product(item: v128, qe: v128, qo: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(item, qe), i32x4.dot_i16x8_s(i16x8.shr_s(item, 8), qo));
}

/** The four lane sums of four vectors, as one vector. */
export function sumEach(a: v128, b: v128, c: v128, e: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const ce = i32x4.add(v128.shuffle<i32>(c, e, 0, 4, 1, 5), v128.shuffle<i32>(c, e, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, ce, 0, 1, 4, 5), v128.shuffle<i32>(ab, ce, 2, 3, 6, 7));
}
