// Top-k search: a scan that keeps what is at or above a running threshold and writes no scores. What passes is appended
// to a buffer as a key (select.ts); a full buffer is cut to its best and the threshold raised.

import { product, sumEach } from './dot';
import { finish } from './rescore';
import { cut, keyOf, lowest, Search } from './select';

/** The stride of a scan that leaves no position out. */
const ALL = 32;
/** A sample has SAMPLED of each SAMPLE_STRIDE positions: every second group of four of a block of 32. */
const SAMPLE_STRIDE = 256;
const SAMPLED = 16;
const SAMPLE: u32 = 0x0f0f0f0f;
/** Room for keys is this many times what is kept, and one group. */
const ROOM = 3;
/** A sample pays where there are this many times more positions than a search keeps. */
const WORTH = 6;

/**
 * The `k` best at `positions`, chosen from the `keep` best of the int8 scan; returns how many. `ranges`: address of `count`
 * positions, start0 end0 start1 end1...; `allowed`: a bit per item, or 0. The query: see prepare.
 *
 * First guesses the threshold from a sample, so that few items that do not belong pass; a guess that proves too high (fewer
 * than asked for pass) costs a second scan.
 */
export function search(search: Search, k: i32, keep: i32, ranges: usize, count: i32, allowed: usize): i32 {
  search.allowed = allowed;
  const end = ranges + ((<usize>count) << 2);
  let positions = 0;
  for (let at = ranges; at < end; at += 8) positions += load<i32>(at, 4) - load<i32>(at);
  search.scanned = positions;
  let guess: f32 = -Infinity;
  if (positions >= keep * WORTH) {
    // So far down the sample that the score there is hardly ever too high.
    const rank = (keep * SAMPLED * 3) / (SAMPLE_STRIDE * 2) + 5;
    scanRanges(search, rank, guess, ranges, end, SAMPLE_STRIDE);
    guess = lowest(search, search.keys);
  }
  scanRanges(search, keep, guess, ranges, end, ALL);
  if (search.count < keep && guess > -Infinity) scanRanges(search, keep, -Infinity, ranges, end, ALL);
  return finish(search, k);
}

/** Scans all ranges, or a sample of them, for the `keep` best at or above `threshold`. */
function scanRanges(search: Search, keep: i32, threshold: f32, ranges: usize, end: usize, stride: i32): void {
  search.count = 0;
  search.keep = keep;
  search.room = min(search.scanned, keep * ROOM) + 4;
  search.threshold = threshold;
  for (; ranges < end; ranges += 8) scanRange(search, load<i32>(ranges), load<i32>(ranges, 4), stride);
}

/**
 * Scans positions `from` to `to` for items whose dot * scale is at or above the threshold. `stride`: ALL, or
 * SAMPLE_STRIDE for SAMPLED positions of each so many. Reads up to 3 rows and scales beyond `to`.
 */
function scanRange(search: Search, from: i32, to: i32, stride: i32): void {
  const row = <usize>search.dimensions;
  const vectors = search.vectors;
  const scales = search.scales;
  const norms = search.norms;
  const query = search.halves;
  const queryNorm = search.queryNorm;
  const biases = i32x4.splat(search.bias);
  let threshold = f32x4.splat(search.threshold);
  // Without an order a bit's place is a position, so whole groups can be passed over.
  const mask = search.order ? 0 : search.allowed;
  // The blocks of a sample are the same however the positions are cut into ranges, or short ranges would be all sample.
  const first = stride > ALL ? (from + stride - 1) & -stride : from & -ALL;
  for (let block = first; block < to; block += stride) {
    // No product is larger than the product of the norms (Cauchy and Schwarz): the rare items need not be read.
    if (load<f32>(norms + (<usize>block >> 3)) * queryNorm < search.threshold) continue;
    let word = permitted(mask, block, from, to);
    if (stride > ALL) word &= SAMPLE;
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
        append(search, passing, position);
        threshold = f32x4.splat(search.threshold);
      }
    }
  }
}

/** Appends the lanes of `passing` that are permitted; cuts a full buffer to its best, which raises the threshold. */
function append(search: Search, passing: i32, position: i32): void {
  const keys = search.keys;
  const order = search.order;
  const allowed = search.allowed;
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

/** Where in a search's state the scores of a group lie. */
const SCORES: usize = 16;

/** A bit for each of the 32 positions from `block` on: in the range, and set in `mask` unless that is 0. */
function permitted(mask: usize, block: i32, from: i32, to: i32): u32 {
  let word: u32 = mask ? load<u32>(mask + (<usize>block >> 3)) : 0xffffffff;
  if (block < from) word &= 0xffffffff << (from - block);
  return to - block < 32 ? word & ((1 << (to - block)) - 1) : word;
}

/** norms[b] = the largest |vector| * |scale| among positions 32 b to 32 b + 31 of `items`. */
export function blockNorms(norms: usize, vectors: usize, scales: usize, items: i32, d: i32): void {
  const flip = i16x8.splat(0x80);
  for (let position = 0; position < items; position++) {
    let sum = i32x4.splat(0);
    for (const end = vectors + <usize>d; vectors < end; vectors += 16) {
      const x = v128.xor(v128.load(vectors), flip);
      const low = i16x8.extend_low_i8x16_s(x);
      const high = i16x8.extend_high_i8x16_s(x);
      sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
    }
    const square =
      i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
    // The summand outweighs what is lost where a scale is too small for float32 to hold it well.
    const norm = sqrt<f32>(<f32>square) * abs<f32>(load<f32>(scales + ((<usize>position) << 2))) + <f32>1e-36;
    const at = norms + ((<usize>position >> 5) << 2);
    store<f32>(at, max<f32>(norm, load<f32>(at)));
  }
}
