// Float query x int8 item. Sum s of 16 runs over dimensions s, s + 16, ...; the plain-JS twin (rescore.ts beside the
// kernels) adds in the same order. `query`: for each 16 dimensions the floats 0 4 8 12, 1 5 9 13, 2 6 10 14, 3 7 11 15 of
// them, as bytes of that number come out of 32-bit lanes together.

import { cut, itemOf, keyOf, Search, scoreOf, sort } from './select';

/** One item's score; infinities that meet give 0, and so does -0. */
function rescore(vector: usize, scale: f32, query: usize, d: usize): f32 {
  const flip = i16x8.splat(0x80);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (const end = vector + d; vector < end; vector += 16, query += 64) {
    const x = v128.xor(v128.load(vector), flip);
    s0 = f32x4.add(s0, times(v128.load(query), i32x4.shl(x, 24)));
    s1 = f32x4.add(s1, times(v128.load(query, 16), i32x4.shl(x, 16)));
    s2 = f32x4.add(s2, times(v128.load(query, 32), i32x4.shl(x, 8)));
    s3 = f32x4.add(s3, times(v128.load(query, 48), x));
  }
  const t = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const score =
    (f32x4.extract_lane(t, 0) + f32x4.extract_lane(t, 1) + (f32x4.extract_lane(t, 2) + f32x4.extract_lane(t, 3))) *
    scale;
  return score === score ? score + 0 : 0;
}

/** A float times the signed byte on top of each 32-bit lane. */
function times(query: v128, x: v128): v128 {
  return f32x4.mul(query, f32x4.convert_i32x4_s(i32x4.shr_s(x, 24)));
}

/** scores[i] = the score of items[i], whose place is positions[items[i]], or the item number itself where positions is 0. */
export function rescoreEach(
  items: usize,
  scores: usize,
  count: i32,
  vectors: usize,
  scales: usize,
  positions: usize,
  query: usize,
  d: i32,
): void {
  for (const end = items + ((<usize>count) << 2); items < end; items += 4, scores += 4) {
    const position = placeOf(load<i32>(items), positions);
    const scale = load<f32>(scales + (position << 2));
    store<f32>(scores, rescore(vectors + position * <usize>d, scale, query, <usize>d));
  }
}

/** Ends a search: cuts it to `keep` keys, scores them with the float query, sorts, and writes the best `k`; returns how many. */
export function finish(search: Search, k: i32): i32 {
  const keys = search.keys;
  const positions = search.positions;
  const d = <usize>search.dimensions;
  cut(search, keys, 0);
  const count = search.count;
  for (let at = keys, end = keys + ((<usize>count) << 3); at < end; at += 8) {
    const item = itemOf(load<i64>(at));
    const position = placeOf(item, positions);
    const scale = load<f32>(search.scales + (position << 2));
    store<i64>(at, keyOf(rescore(search.vectors + position * d, scale, search.floats, d), item));
  }
  const found = min(k, count);
  let items = search.items;
  let scores = search.found;
  let from = sort(keys, count, search.spare);
  for (const end = from + ((<usize>found) << 3); from < end; from += 8, items += 4, scores += 4) {
    const key = load<i64>(from);
    store<i32>(items, itemOf(key));
    store<f32>(scores, scoreOf(key));
  }
  return found;
}

function placeOf(item: i32, positions: usize): usize {
  return positions ? <usize>load<i32>(positions + ((<usize>item) << 2)) : <usize>item;
}
