import { exponential } from './treeExponential';
import { given, number } from './treeJob';

/** Rows of a chunk: CHUNK_ROWS of src/trainer/models/trees/memory.ts. Sums are chunk by chunk, so that no number of threads shows in them. */
const ROWS: i32 = 4096;

function weightOf(weights: usize, at: usize): f64 {
  return weights == 0 ? 1 : <f64>load<f32>(weights + at);
}

/**
 * Gradient and hessian of the log loss, two rows at a time: pieces end on a whole cache line, so that an odd one's neighbour harms nobody.
 * given: rows, scores, labels, weights or 0, gradients, hessians, sums. numbers: weight of the positives.
 */
export function logisticChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const last = min(from + ROWS, given(job, 0));
  const scores = <usize>given(job, 1);
  const labels = <usize>given(job, 2);
  const weights = <usize>given(job, 3);
  const gradients = <usize>given(job, 4);
  const hessians = <usize>given(job, 5);
  const one = f64x2.splat(1);
  const positive = f64x2.splat(number(job, 0));
  for (let row = from; row < last; row += 2) {
    const at = (<usize>row) << 2;
    const label = f64x2.promote_low_f32x4(v128.load64_zero(labels + at));
    const chance = f64x2.div(one, f64x2.add(one, exponential(f64x2.neg(v128.load(scores + (at << 1))))));
    let weight = v128.bitselect(positive, one, f64x2.gt(label, f64x2.splat(0)));
    if (weights != 0) weight = f64x2.mul(weight, f64x2.promote_low_f32x4(v128.load64_zero(weights + at)));
    const gradient = f64x2.mul(weight, f64x2.sub(chance, label));
    const hessian = f64x2.mul(weight, f64x2.mul(chance, f64x2.sub(one, chance)));
    v128.store64_lane(gradients + at, f32x4.demote_f64x2_zero(gradient), 0);
    v128.store64_lane(hessians + at, f32x4.demote_f64x2_zero(hessian), 0);
  }
  sumChunk(job, chunk);
}

/** Gradient and hessian of half the squared error: the same arguments. */
export function squareChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const last = min(from + ROWS, given(job, 0));
  for (let row = from; row < last; row++) {
    const at = (<usize>row) << 2;
    const error = load<f64>(<usize>given(job, 1) + (at << 1)) - <f64>load<f32>(<usize>given(job, 2) + at);
    const weight = weightOf(<usize>given(job, 3), at);
    store<f32>(<usize>given(job, 4) + at, <f32>(weight * error));
    store<f32>(<usize>given(job, 5) + at, <f32>weight);
  }
  sumChunk(job, chunk);
}

/** Sums |gradient| and hessian of a chunk: two f64 a chunk at `sums`. The same arguments. */
export function sumChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const last = min(from + ROWS, given(job, 0));
  let gradients: f64 = 0;
  let hessians: f64 = 0;
  for (let row = from; row < last; row++) {
    const at = (<usize>row) << 2;
    gradients += <f64>abs(load<f32>(<usize>given(job, 4) + at));
    hessians += <f64>load<f32>(<usize>given(job, 5) + at);
  }
  const sums = <usize>given(job, 6) + ((<usize>chunk) << 4);
  store<f64>(sums, gradients);
  store<f64>(sums, hessians, 8);
}

/** Whole gradients and hessians, packed. given: rows, gradients, hessians, packed. numbers: scale of gradients, of hessians. */
export function packChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const last = min(from + ROWS, given(job, 0));
  const gradients = <usize>given(job, 1);
  const hessians = <usize>given(job, 2);
  const packed = <usize>given(job, 3);
  for (let row = from; row < last; row++) {
    const at = (<usize>row) << 2;
    const gradient = <i64>nearest(number(job, 0) * <f64>load<f32>(gradients + at));
    const hessian = <i64>nearest(number(job, 1) * <f64>load<f32>(hessians + at));
    store<i64>(packed + (at << 1), (gradient << 32) + hessian);
  }
}

/** Adds its value to the rows of a leaf; a chunk is a leaf. given: order, ranges (first, count of each leaf), values (f64), scores. */
export function addLeafChunk(job: usize, leaf: i32): void {
  const range = <usize>given(job, 1) + ((<usize>leaf) << 3);
  let at = <usize>given(job, 0) + ((<usize>load<i32>(range)) << 2);
  const end = at + ((<usize>load<i32>(range, 4)) << 2);
  const value = load<f64>(<usize>given(job, 2) + ((<usize>leaf) << 3));
  for (; at < end; at += 4) {
    const score = <usize>given(job, 3) + ((<usize>load<u32>(at)) << 3);
    store<f64>(score, load<f64>(score) + value);
  }
}

/** Bytes of a node: address of its input's codes, code, missingLeft, left, right, address of its set or 0. */
const NODE: i32 = 24;

/** Adds a tree to rows that it was not grown on, by their codes. given: order, first, count, values, scores, nodes. */
export function addTreeChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const last = min(from + ROWS, given(job, 2));
  const order = <usize>given(job, 0) + ((<usize>given(job, 1)) << 2);
  const nodes = <usize>given(job, 5);
  for (let at = from; at < last; at++) {
    const row = <usize>load<u32>(order + ((<usize>at) << 2));
    let node = 0;
    while (node >= 0) {
      const place = nodes + <usize>(node * NODE);
      const code = <i32>load<u8>(<usize>load<u32>(place) + row);
      const set = <usize>load<u32>(place, 20);
      let left: bool;
      if (set != 0) left = load<u8>(set + code) != 0;
      else left = code == 255 ? load<i32>(place, 8) != 0 : code <= load<i32>(place, 4);
      node = left ? load<i32>(place, 12) : load<i32>(place, 16);
    }
    const score = <usize>given(job, 4) + (row << 3);
    store<f64>(score, load<f64>(score) + load<f64>(<usize>given(job, 3) + ((<usize>~node) << 3)));
  }
}

/** Codes by row from codes by column. given: rows, inputs, codes by column, codes by row, the column of each input, bytes of a row. */
export function turnChunk(job: usize, chunk: i32): void {
  const rows = given(job, 0);
  const from = chunk * ROWS;
  const last = min(from + ROWS, rows);
  const stride = <usize>given(job, 5);
  for (let input = 0; input < given(job, 1); input++) {
    const column = <usize>load<i32>(<usize>given(job, 4) + ((<usize>input) << 2));
    const read = <usize>given(job, 2) + column * <usize>rows;
    let write = <usize>given(job, 3) + <usize>from * stride + <usize>input;
    for (let row = from; row < last; row++) {
      store<u8>(write, load<u8>(read + <usize>row));
      write += stride;
    }
  }
}
