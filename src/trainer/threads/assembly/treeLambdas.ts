import { exponential } from './treeExponential';
import { given } from './treeJob';

/** Groups of a chunk: CHUNK_GROUPS of src/trainer/models/trees/lambdas.ts. */
const GROUPS: i32 = 16;

/**
 * Gradients and hessians of LambdaMART for a chunk of groups. Rows of a group are put in the order of their scores, then every pair of ranks
 * is met once, the better-ranked below the truncation; where both gains are equal a pair adds 0.
 * given: groups, offsets, scores, gains (f32), 1 / best DCG (f64), discounts (f64), weights or 0, gradients, hessians, order, scratch, bytes of
 * a thread's scratch, truncation, 1 to normalise.
 */
export function lambdaChunk(job: usize, chunk: i32, thread: i32): void {
  const last = min((chunk + 1) * GROUPS, given(job, 0));
  const scratch = <usize>given(job, 10) + <usize>thread * <usize>given(job, 11);
  for (let group = chunk * GROUPS; group < last; group++) {
    const place = <usize>given(job, 1) + ((<usize>group) << 2);
    const first = load<i32>(place);
    groupLambdas(job, group, first, load<i32>(place, 4) - first, scratch);
  }
}

function groupLambdas(job: usize, group: i32, first: i32, count: i32, scratch: usize): void {
  if (count == 0) return;
  const order = <usize>given(job, 9) + ((<usize>first) << 2);
  const allScores = <usize>given(job, 2);
  const allGains = <usize>given(job, 3);
  sortByScore(order, count, allScores);
  // By rank: scores, gains, slopes, bends, then the ranks that have a gain; each with a pair to spare.
  const room = ((<usize>count + 2) << 3) & ~15;
  const scores = scratch;
  const gains = scores + room;
  const slopes = gains + room;
  const bends = slopes + room;
  const relevant = bends + room;
  memory.fill(scores, 0, 4 * room);
  let found = 0;
  for (let rank = 0; rank < count; rank++) {
    const row = <usize>load<u32>(order + ((<usize>rank) << 2));
    const at = (<usize>rank) << 3;
    const gain = <f64>load<f32>(allGains + (row << 2));
    store<f64>(scores + at, load<f64>(allScores + (row << 3)));
    store<f64>(gains + at, gain);
    if (gain > 0) {
      store<i32>(relevant + ((<usize>found) << 2), rank);
      found++;
    }
  }
  const inverse = load<f64>(<usize>given(job, 4) + ((<usize>group) << 3));
  const end = (<usize>count) << 3;
  const normalise = given(job, 13) != 0;
  const near: f64 = normalise && load<f64>(scores) != load<f64>(scores + end - 8) ? 0.01 : -1;
  const top = inverse > 0 ? min(count - 1, given(job, 12)) : 0;
  const discounts = <usize>given(job, 5);
  const both = i64x2.splat(-1);
  const one = i64x2.replace_lane(i64x2.splat(0), 0, -1);
  let total: f64 = 0;
  for (let rank = 0; rank < top; rank++) {
    const at = (<usize>rank) << 3;
    if (load<f64>(gains + at) > 0) {
      let other = at + 8;
      for (; other + 8 < end; other += 16) {
        total += addPair(scores, gains, slopes, bends, discounts, at, other, inverse, near, both);
      }
      if (other < end) total += addPair(scores, gains, slopes, bends, discounts, at, other, inverse, near, one);
      continue;
    }
    // Only what has a gain differs from what has none.
    for (let which = 0; which < found; which++) {
      const other = (<usize>load<i32>(relevant + ((<usize>which) << 2))) << 3;
      if (other > at) total += addPair(scores, gains, slopes, bends, discounts, at, other, inverse, near, one);
    }
  }
  const norm = normalise && total > 0 ? log2(1 + total) / total : 1;
  write(job, order, count, slopes, bends, norm);
}

/** Adds the pairs of a rank with two others, which lie beside each other, or with those that `mask` leaves; the sum of their slopes, twice. */
function addPair(
  scores: usize,
  gains: usize,
  slopes: usize,
  bends: usize,
  discounts: usize,
  at: usize,
  other: usize,
  inverse: f64,
  near: f64,
  mask: v128,
): f64 {
  const gain = f64x2.sub(f64x2.splat(load<f64>(gains + at)), v128.load(gains + other));
  const apart = f64x2.sub(f64x2.splat(load<f64>(scores + at)), v128.load(scores + other));
  const discount = f64x2.sub(f64x2.splat(load<f64>(discounts + at)), v128.load(discounts + other));
  let change = v128.and(mask, f64x2.mul(f64x2.mul(f64x2.abs(gain), discount), f64x2.splat(inverse)));
  if (near > 0) change = f64x2.div(change, f64x2.add(f64x2.splat(near), apart));
  // The better one's score less the worse one's.
  const turned = v128.bitselect(f64x2.neg(apart), apart, f64x2.lt(gain, f64x2.splat(0)));
  const wrong = f64x2.div(f64x2.splat(1), f64x2.add(f64x2.splat(1), exponential(turned)));
  const slope = f64x2.mul(change, wrong);
  const bend = f64x2.mul(slope, f64x2.sub(f64x2.splat(1), wrong));
  const signed = v128.bitselect(f64x2.neg(slope), slope, f64x2.lt(gain, f64x2.splat(0)));
  v128.store(slopes + other, f64x2.add(v128.load(slopes + other), signed));
  v128.store(bends + other, f64x2.add(v128.load(bends + other), bend));
  store<f64>(slopes + at, load<f64>(slopes + at) - f64x2.extract_lane(signed, 0) - f64x2.extract_lane(signed, 1));
  store<f64>(bends + at, load<f64>(bends + at) + f64x2.extract_lane(bend, 0) + f64x2.extract_lane(bend, 1));
  return 2 * (f64x2.extract_lane(slope, 0) + f64x2.extract_lane(slope, 1));
}

/** To the rows, with their weights. */
function write(job: usize, order: usize, count: i32, slopes: usize, bends: usize, norm: f64): void {
  const weights = <usize>given(job, 6);
  for (let rank = 0; rank < count; rank++) {
    const row = (<usize>load<u32>(order + ((<usize>rank) << 2))) << 2;
    const at = (<usize>rank) << 3;
    const weight = weights == 0 ? norm : norm * <f64>load<f32>(weights + row);
    store<f32>(<usize>given(job, 7) + row, <f32>(weight * load<f64>(slopes + at)));
    store<f32>(<usize>given(job, 8) + row, <f32>(weight * load<f64>(bends + at)));
  }
}

/** Rows by falling score, equals by rising row: Shell's sort by thirds, quick on what is nearly in order already. */
function sortByScore(order: usize, count: i32, scores: usize): void {
  let gap = 1;
  while (gap * 3 + 1 < count) gap = gap * 3 + 1;
  for (; gap > 0; gap /= 3) {
    for (let from = gap; from < count; from++) {
      const row = load<u32>(order + ((<usize>from) << 2));
      const score = load<f64>(scores + ((<usize>row) << 3));
      let to = from;
      while (to >= gap) {
        const other = load<u32>(order + ((<usize>(to - gap)) << 2));
        const its = load<f64>(scores + ((<usize>other) << 3));
        if (its > score || (its == score && other < row)) break;
        store<u32>(order + ((<usize>to) << 2), other);
        to -= gap;
      }
      store<u32>(order + ((<usize>to) << 2), row);
    }
  }
}

/** log2 of a number of at least 1, to 1e-11: its exponent, and the series of the inverse hyperbolic tangent for the rest. */
function log2(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let power = <f64>((bits >> 52) - 1023);
  let rest = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (rest > 1.4142135623730951) {
    rest /= 2;
    power += 1;
  }
  const s = (rest - 1) / (rest + 1);
  const q = s * s;
  const series = 1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * (1 / 9.0 + q * (1 / 11.0 + q / 13.0)))));
  return power + 2.8853900817779268 * s * series;
}
