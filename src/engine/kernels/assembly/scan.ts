// All scores of a query, for who needs them all. The product: dot.ts.

import { product, sumEach } from './dot';

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
