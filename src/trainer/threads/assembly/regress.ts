// LocalEASE's regression of one target over its few sources (src/trainer/models/linear/localEase.ts), by the device's own Cholesky. `scratch` of a
// thread: `widest` x `widest` of the system, as many and 8 a row more of its factor, four vectors of `widest` + 8, 64 bytes, then a 2-byte place for every item.
import { begin, solve } from '../../../engine/kernels/assembly/solve';

/** Bytes of a vector of `width` as the solver steps through it. */
function strideOf(width: i32): usize {
  return (((<usize>width) << 2) + 31) & ~31;
}

/** Whole fours. */
function widthOf(count: i32): i32 {
  return (count + 3) & ~3;
}

/**
 * Solves (G_NN + ridge I, with `diagonal` for G's own) w = G_Nj for target j and its `count` sources N, ascending, and again without those whose
 * weight came out negative. Row i of G has columns up to i, in any order. Writes a weight per source, 0 for those left out.
 */
export function regressTarget(
  target: i32,
  count: i32,
  sources: usize,
  weights: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  diagonal: usize,
  ridge: f32,
  widest: i32,
  scratch: usize,
): void {
  const matrix = scratch;
  const vector = strideOf(widest + 8);
  const factor = matrix + <usize>widest * ((<usize>widest) << 2);
  const shared = factor + <usize>widest * vector;
  const right = shared + vector;
  const inverse = right + vector;
  const kept = inverse + vector;
  const tile = kept + vector;
  const places = tile + 64;
  collect(target, count, sources, offsets, columns, values, diagonal, matrix, shared, places);
  solveSystem(matrix, shared, right, factor, inverse, tile, count, ridge);
  let positive = 0;
  for (let s = 0; s < count; s++) {
    const at = (<usize>s) << 2;
    const weight = load<f32>(right + at);
    store<f32>(weights + at, weight > 0 ? weight : 0);
    if (weight > 0) {
      store<i32>(kept + ((<usize>positive) << 2), s);
      positive++;
    }
  }
  if (positive === count || positive === 0) return;
  shrink(matrix, shared, kept, positive, count);
  solveSystem(matrix, shared, right, factor, inverse, tile, positive, ridge);
  for (let p = 0; p < positive; p++) {
    const at = (<usize>p) << 2;
    const weight = load<f32>(right + at);
    store<f32>(weights + ((<usize>load<i32>(kept + at)) << 2), weight > 0 ? weight : 0);
  }
}

/** The lower triangle of G_NN, rows of whole fours, and G_Nj. */
function collect(
  target: i32,
  count: i32,
  sources: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  diagonal: usize,
  matrix: usize,
  shared: usize,
  places: usize,
): void {
  const stride = (<usize>widthOf(count)) << 2;
  memory.fill(shared, 0, stride);
  for (let s = 0; s < count; s++) {
    memory.fill(matrix + <usize>s * stride, 0, stride);
    store<u16>(places + ((<usize>load<i32>(sources + ((<usize>s) << 2))) << 1), <u16>(s + 1));
  }
  // The target stands behind all sources: what its row or a later one shares with it goes to the right-hand side.
  const last = count + 1;
  store<u16>(places + ((<usize>target) << 1), <u16>last);
  for (let s = 0; s <= count; s++) {
    const item = s < count ? load<i32>(sources + ((<usize>s) << 2)) : target;
    const row = matrix + <usize>s * stride;
    const from = offsets + ((<usize>item) << 2);
    const end = (<usize>load<i32>(from, 4)) << 2;
    for (let at = (<usize>load<i32>(from)) << 2; at < end; at += 4) {
      const place = <i32>load<u16>(places + ((<usize>load<i32>(columns + at)) << 1));
      if (place === 0) continue;
      const value = load<f32>(values + at);
      if (s < count) {
        if (place === last) store<f32>(shared + ((<usize>s) << 2), value);
        else store<f32>(row + ((<usize>(place - 1)) << 2), value);
      } else if (place !== last) store<f32>(shared + ((<usize>(place - 1)) << 2), value);
    }
    if (s < count) store<f32>(row + ((<usize>s) << 2), load<f32>(diagonal + ((<usize>item) << 2)));
  }
  for (let s = 0; s < count; s++) store<u16>(places + ((<usize>load<i32>(sources + ((<usize>s) << 2))) << 1), 0);
  store<u16>(places + ((<usize>target) << 1), 0);
}

/** Leaves only the places `kept`, ascending: nothing is overwritten before it is read. */
function shrink(matrix: usize, shared: usize, kept: usize, positive: i32, count: i32): void {
  const stride = (<usize>widthOf(count)) << 2;
  const narrower = (<usize>widthOf(positive)) << 2;
  for (let p = 0; p < positive; p++) {
    const place = (<usize>load<i32>(kept + ((<usize>p) << 2))) << 2;
    const from = matrix + (place >> 2) * stride;
    const to = matrix + <usize>p * narrower;
    for (let q = 0; q <= p; q++) {
      const at = (<usize>q) << 2;
      store<f32>(to + at, load<f32>(from + ((<usize>load<i32>(kept + at)) << 2)));
    }
    store<f32>(shared + ((<usize>p) << 2), load<f32>(shared + place));
  }
}

/** The solution to `right`; zeros where there is none. What is beyond `count` up to whole fours is an identity. */
function solveSystem(
  matrix: usize,
  shared: usize,
  right: usize,
  factor: usize,
  inverse: usize,
  tile: usize,
  count: i32,
  ridge: f32,
): void {
  const width = widthOf(count);
  const bytes = (<usize>width) << 2;
  for (let s = count; s < width; s++) {
    memory.fill(matrix + <usize>s * bytes, 0, bytes);
    store<f32>(matrix + <usize>s * (bytes + 4), 1);
    store<f32>(shared + ((<usize>s) << 2), 0);
  }
  const stride = strideOf(width);
  begin(factor, matrix, right, <usize>width, stride, ridge);
  memory.copy(right, shared, bytes);
  if (!solve(factor, right, inverse, tile, <usize>width, stride)) memory.fill(right, 0, bytes);
}
