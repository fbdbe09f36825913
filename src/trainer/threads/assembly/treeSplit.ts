import { finishHistogram, INPUT } from './treeHistogram';
import { given, number } from './treeJob';

/** Code of a missing value: MISSING of src/trainer/models/trees/bins.ts. */
const MISSING: usize = 255;
/** Bytes of what is known of a leaf: its total as a packed i64; least hessian of a side; low and high bound of its values. */
const LEAF: usize = 32;
/** Bytes of a found split: gain f64, code i32, missingLeft i32, packed i64 of what goes left. */
const FOUND: usize = 24;

function gradientOf(packed: i64): f64 {
  return <f64>(<i32>(packed >> 32));
}

function hessianOf(packed: i64): f64 {
  return <f64>(<u32>packed);
}

/**
 * The best split of one input in a leaf and in its sibling, in whole gradients and hessians: gain 0 where there is none.
 * given: those of finishHistogram, then 7: table of inputs (kind, bins, direction, 0), 8: leaves, 9: found, inputs of a leaf beside each other,
 * 10: number of inputs. numbers: lambda, gradient's unit / hessian's unit.
 */
export function splitChunk(job: usize, input: i32): void {
  const table = <usize>given(job, 7) + ((<usize>input) << 4);
  const kind = load<i32>(table);
  if (kind == 0) return;
  finishHistogram(job, input, load<i32>(table, 4));
  if (kind != 1) return;
  const leaves = <usize>given(job, 8);
  const found = <usize>given(job, 9) + <usize>input * FOUND;
  const offset = (<usize>input) << INPUT;
  search(job, <usize>given(job, 0) + offset, table, leaves, found);
  if (given(job, 1) != 0) {
    search(job, <usize>given(job, 1) + offset, table, leaves + LEAF, found + <usize>given(job, 10) * FOUND);
  }
}

function search(job: usize, histogram: usize, table: usize, leaf: usize, found: usize): void {
  store<f64>(found, 0);
  const last = (<usize>(load<i32>(table, 4) - 1)) << 3;
  const missing = load<i64>(histogram + (MISSING << 3));
  const direction = load<i32>(table, 8);
  const bounded = direction != 0 || load<f64>(leaf, 16) > -Infinity || load<f64>(leaf, 24) < Infinity;
  if (bounded) {
    scanBounded(job, histogram, last, leaf, found, 0, 0, direction);
    if (missing != 0) scanBounded(job, histogram, last, leaf, found, missing, 1, direction);
  } else {
    scan(job, histogram, last, leaf, found, 0, 0);
    if (missing != 0) scan(job, histogram, last, leaf, found, missing, 1);
  }
}

/** Every threshold from the lowest; what is missing goes left from the start, or right to the end. */
function scan(
  job: usize,
  histogram: usize,
  last: usize,
  leaf: usize,
  found: usize,
  start: i64,
  missingLeft: i32,
): void {
  const total = load<i64>(leaf);
  const least = load<f64>(leaf, 8);
  const lambda = number(job, 0);
  let sum = start;
  let best = load<f64>(found);
  // Where nothing is missing, a threshold above every value leaves nothing on its right, and fails for it.
  for (let at: usize = 0; at <= last; at += 8) {
    const bin = load<i64>(histogram + at);
    if (bin == 0) continue;
    sum += bin;
    const rest = total - sum;
    if (hessianOf(sum) < least) continue;
    if (hessianOf(rest) < least) break;
    const left = hessianOf(sum) + lambda;
    const right = hessianOf(rest) + lambda;
    // a^2 / left + b^2 / right, brought to one denominator: a division for each threshold would take most of the time.
    const gain = gradientOf(sum) * gradientOf(sum) * right + gradientOf(rest) * gradientOf(rest) * left;
    if (gain > best * (left * right)) {
      best = gain / (left * right);
      keep(found, best, at, missingLeft, sum);
    }
  }
}

function keep(found: usize, gain: f64, at: usize, missingLeft: i32, left: i64): void {
  store<f64>(found, gain);
  store<i32>(found, <i32>(at >> 3), 8);
  store<i32>(found, missingLeft, 12);
  store<i64>(found, left, 16);
}

/** The same where a side's value has bounds, or the sides an order: a side gives what its value within the bounds gives. */
function scanBounded(
  job: usize,
  histogram: usize,
  last: usize,
  leaf: usize,
  found: usize,
  start: i64,
  missingLeft: i32,
  direction: i32,
): void {
  const total = load<i64>(leaf);
  const least = load<f64>(leaf, 8);
  const lambda = number(job, 0);
  const unit = number(job, 1);
  const low = load<f64>(leaf, 16) / unit;
  const high = load<f64>(leaf, 24) / unit;
  let sum = start;
  let best = load<f64>(found);
  for (let at: usize = 0; at <= last; at += 8) {
    const bin = load<i64>(histogram + at);
    if (bin == 0) continue;
    sum += bin;
    const rest = total - sum;
    const left = hessianOf(sum);
    if (left < least) continue;
    const right = hessianOf(rest);
    if (right < least) break;
    const below = min(high, max(low, -gradientOf(sum) / (left + lambda)));
    const above = min(high, max(low, -gradientOf(rest) / (right + lambda)));
    if (direction > 0 ? below > above : direction < 0 && below < above) continue;
    const gain = gainOf(gradientOf(sum), left + lambda, below) + gainOf(gradientOf(rest), right + lambda, above);
    if (gain > best) {
      best = gain;
      keep(found, gain, at, missingLeft, sum);
    }
  }
}

function gainOf(gradient: f64, hessian: f64, value: f64): f64 {
  return -(2 * gradient * value + hessian * value * value);
}
