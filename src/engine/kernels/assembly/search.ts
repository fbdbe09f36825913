// Top-k search: a scan that keeps what is at or above a running threshold and writes no scores. What passes is appended
// to a buffer as a key (select.ts); a full buffer is cut to its best and the threshold raised.

import { product, sumEach } from './dot';
import { cut, keyOf, Search } from './select';

/**
 * Scans positions `from` to `to` for items whose dot * scale is at or above the threshold. `query`, `bias`: see dot.ts.
 * `allowed`: a bit per item, or 0. `order`: the item at each position, or 0. Reads up to 3 rows and scales beyond `to`.
 */
export function scanRange(
  search: Search,
  keys: usize,
  vectors: usize,
  scales: usize,
  from: i32,
  to: i32,
  d: i32,
  query: usize,
  bias: i32,
  allowed: usize,
  order: usize,
): void {
  const row = <usize>d;
  const biases = i32x4.splat(bias);
  let threshold = f32x4.splat(search.threshold);
  // Without an order a bit's place is a position, so whole groups can be passed over.
  const mask = order ? 0 : allowed;
  for (let block = from; block < to; block += 32) {
    let word = permitted(mask, block, to);
    for (let position = block; word !== 0; word >>>= 4, position += 4) {
      if ((word & 15) === 0) continue;
      let at = vectors + <usize>position * row;
      let a = i32x4.splat(0);
      let b = i32x4.splat(0);
      let c = i32x4.splat(0);
      let e = i32x4.splat(0);
      // Engines put all loads of straight code first and then run out of registers: so a loop, and not unrolled.
      for (const end = at + row, q = query - at; at < end; at += 16) {
        const qe = v128.load(q + at);
        const qo = v128.load(q + at + row);
        a = i32x4.add(a, product(v128.load(at), qe, qo));
        b = i32x4.add(b, product(v128.load(at + row), qe, qo));
        c = i32x4.add(c, product(v128.load(at + 2 * row), qe, qo));
        e = i32x4.add(e, product(v128.load(at + 3 * row), qe, qo));
      }
      const dots = f32x4.convert_i32x4_s(i32x4.sub(sumEach(a, b, c, e), biases));
      const scores = f32x4.mul(dots, v128.load(scales + ((<usize>position) << 2)));
      const passing = i32x4.bitmask(f32x4.ge(scores, threshold)) & word & 15;
      if (passing) {
        v128.store(changetype<usize>(search), scores, SCORES);
        append(search, keys, passing, position, allowed, order);
        threshold = f32x4.splat(search.threshold);
      }
    }
  }
}

/** Where in a search's state the scores of a group lie. */
const SCORES: usize = 16;

/** A bit for each of the 32 positions from `block` on: before `to`, and set in `mask` unless that is 0. */
function permitted(mask: usize, block: i32, to: i32): u32 {
  let word: u32 = 0xffffffff;
  // A range may start anywhere, so its bits may straddle words; the host leaves 8 bytes behind the bitmap.
  if (mask) word = <u32>(load<u64>(mask + (<usize>block >> 3)) >> (block & 7));
  const left = to - block;
  return left < 32 ? word & ((1 << left) - 1) : word;
}

/** Appends the lanes of `passing` that are permitted; cuts a full buffer to its best, which raises the threshold. */
function append(search: Search, keys: usize, passing: i32, position: i32, allowed: usize, order: usize): void {
  let to = keys + ((<usize>search.count) << 3);
  for (; passing; passing &= passing - 1) {
    const lane = <usize>ctz(passing);
    let item = position + <i32>lane;
    if (order) {
      item = load<i32>(order + ((<usize>item) << 2));
      if (allowed && ((load<u8>(allowed + (<usize>item >> 3)) >> (item & 7)) & 1) === 0) continue;
    }
    store<i64>(to, keyOf(load<f32>(changetype<usize>(search) + (lane << 2), SCORES), item));
    to += 8;
  }
  search.count = <i32>((to - keys) >> 3);
  if (search.count + 4 > search.room) cut(search, keys, search.keep >> 1);
}
