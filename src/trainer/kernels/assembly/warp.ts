// WARP over the features of users and items: the steps of src/trainer/kernels/warp.ts, four numbers at a time. Sums of a score lie in
// four registers, which the plain-JS twin follows.

/** Addresses of the pieces in the order of WARP_PIECES, then the numbers: the host writes it. */
@unmanaged
class Fit {
  itemOffsets: usize;
  itemColumns: usize;
  itemValues: usize;
  itemVectors: usize;
  itemSquares: usize;
  itemBiases: usize;
  itemBiasSquares: usize;
  userOffsets: usize;
  userColumns: usize;
  userValues: usize;
  userVectors: usize;
  userSquares: usize;
  takenOffsets: usize;
  takenColumns: usize;
  takenValues: usize;
  order: usize;
  userOf: usize;
  losses: usize;
  user: usize;
  positive: usize;
  negative: usize;
  slope: usize;
  state: usize;
  dimensions: i32;
  items: i32;
  maxSampled: i32;
  hasBias: i32;
  rate: f32;
}

const MAX_LOSS: f32 = 10;

export function warpPair(fit: Fit, row: i32, positive: i32, weight: f32): f32 {
  return step(fit, fit.user, row, positive, weight);
}

export function warpRun(fit: Fit, from: i32, to: i32): void {
  const dimensions = fit.dimensions;
  for (let at = from; at < to; at++) {
    const place = whole(fit.order, at);
    const row = whole(fit.userOf, place);
    const user = represent(
      fit.userOffsets,
      fit.userColumns,
      fit.userValues,
      fit.userVectors,
      row,
      dimensions,
      fit.user,
    );
    if (!(step(fit, user, row, whole(fit.takenColumns, place), real(fit.takenValues, place)) > 0)) continue;
    const end = whole(fit.userOffsets, row + 1);
    for (let feature = whole(fit.userOffsets, row); feature < end; feature++) {
      const first = (<usize>whole(fit.userColumns, feature) * <usize>dimensions) << 2;
      descend(
        fit.userVectors + first,
        fit.userSquares + first,
        fit.slope,
        real(fit.userValues, feature),
        fit.rate,
        dimensions,
      );
    }
  }
}

function step(fit: Fit, user: usize, row: i32, positive: i32, weight: f32): f32 {
  const dimensions = fit.dimensions;
  const perBit = <f64>fit.items / 4294967296;
  const ahead = representItem(fit, positive, fit.positive);
  const floor = dot(user, ahead, dimensions) + biasOf(fit, positive) - 1;
  let state = load<u32>(fit.state);
  for (let drawn = 0; drawn < fit.maxSampled; drawn++) {
    // A counter, well mixed (Wellons 2018): no draw waits for the last.
    state += 0x9e3779b9;
    let bits = (state ^ (state >> 16)) * 0x21f0aaad;
    bits = (bits ^ (bits >> 15)) * 0x735a2d97;
    bits ^= bits >> 15;
    const negative = <i32>(<f64>bits * perBit);
    const behind = representItem(fit, negative, fit.negative);
    const score = dot(user, behind, dimensions) + biasOf(fit, negative);
    if (!(score > floor) || isTaken(fit, row, negative)) continue;
    store<u32>(fit.state, state);
    let loss = weight * real(fit.losses, drawn);
    if (loss > MAX_LOSS) loss = MAX_LOSS;
    const factor = f32x4.splat(loss);
    // Before the items move; the user after them, for they move along what it was.
    for (let d: usize = 0, bytes = (<usize>dimensions) << 2; d < bytes; d += 16)
      v128.store(fit.slope + d, f32x4.mul(factor, f32x4.sub(v128.load(behind + d), v128.load(ahead + d))));
    stepItem(fit, positive, -loss, user);
    stepItem(fit, negative, loss, user);
    return loss;
  }
  store<u32>(fit.state, state);
  return 0;
}

function stepItem(fit: Fit, item: i32, pull: f32, user: usize): void {
  const dimensions = fit.dimensions;
  const end = whole(fit.itemOffsets, item + 1);
  for (let at = whole(fit.itemOffsets, item); at < end; at++) {
    const feature = whole(fit.itemColumns, at);
    const value = pull * real(fit.itemValues, at);
    const first = (<usize>feature * <usize>dimensions) << 2;
    descend(fit.itemVectors + first, fit.itemSquares + first, user, value, fit.rate, dimensions);
    if (!fit.hasBias) continue;
    const bias = fit.itemBiases + ((<usize>feature) << 2);
    const square = fit.itemBiasSquares + ((<usize>feature) << 2);
    store<f32>(bias, load<f32>(bias) - (fit.rate * value) / sqrt<f32>(load<f32>(square)));
    store<f32>(square, load<f32>(square) + value * value);
  }
}

/** One Adagrad step along factor x gradient (down it). */
function descend(vectors: usize, squares: usize, gradient: usize, factor: f32, rate: f32, dimensions: i32): void {
  const factors = f32x4.splat(factor);
  const rates = f32x4.splat(rate);
  for (const end = vectors + ((<usize>dimensions) << 2); vectors < end; vectors += 16, squares += 16, gradient += 16) {
    const value = f32x4.mul(factors, v128.load(gradient));
    const square = v128.load(squares);
    const move = f32x4.div(f32x4.mul(rates, value), f32x4.sqrt(square));
    v128.store(vectors, f32x4.sub(v128.load(vectors), move));
    v128.store(squares, f32x4.add(square, f32x4.mul(value, value)));
  }
}

function representItem(fit: Fit, item: i32, scratch: usize): usize {
  return represent(fit.itemOffsets, fit.itemColumns, fit.itemValues, fit.itemVectors, item, fit.dimensions, scratch);
}

/** Where the row's weighted sum of embeddings lies: its one embedding where that is all, else `scratch`. */
function represent(
  offsets: usize,
  columns: usize,
  values: usize,
  vectors: usize,
  row: i32,
  dimensions: i32,
  scratch: usize,
): usize {
  const start = whole(offsets, row);
  const end = whole(offsets, row + 1);
  const bytes = (<usize>dimensions) << 2;
  if (end - start == 1 && real(values, start) == 1) return vectors + <usize>whole(columns, start) * bytes;
  memory.fill(scratch, 0, bytes);
  for (let at = start; at < end; at++) {
    const weight = f32x4.splat(real(values, at));
    const from = vectors + <usize>whole(columns, at) * bytes;
    for (let d: usize = 0; d < bytes; d += 16)
      v128.store(scratch + d, f32x4.add(v128.load(scratch + d), f32x4.mul(weight, v128.load(from + d))));
  }
  return scratch;
}

function biasOf(fit: Fit, item: i32): f32 {
  let sum: f32 = 0;
  if (!fit.hasBias) return sum;
  const end = whole(fit.itemOffsets, item + 1);
  for (let at = whole(fit.itemOffsets, item); at < end; at++)
    sum += real(fit.itemValues, at) * real(fit.itemBiases, whole(fit.itemColumns, at));
  return sum;
}

function dot(a: usize, b: usize, dimensions: i32): f32 {
  let first = f32x4.splat(0);
  let second = f32x4.splat(0);
  let third = f32x4.splat(0);
  let fourth = f32x4.splat(0);
  let left = dimensions;
  for (; left >= 16; left -= 16, a += 64, b += 64) {
    first = f32x4.add(first, f32x4.mul(v128.load(a), v128.load(b)));
    second = f32x4.add(second, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    third = f32x4.add(third, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    fourth = f32x4.add(fourth, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
  }
  if (left >= 4) first = f32x4.add(first, f32x4.mul(v128.load(a), v128.load(b)));
  if (left >= 8) second = f32x4.add(second, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
  if (left >= 12) third = f32x4.add(third, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
  const sum = f32x4.add(f32x4.add(first, second), f32x4.add(third, fourth));
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

/** Items ascend in a row. */
function isTaken(fit: Fit, row: i32, item: i32): bool {
  let low = whole(fit.takenOffsets, row);
  const end = whole(fit.takenOffsets, row + 1);
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (whole(fit.takenColumns, middle) < item) low = middle + 1;
    else high = middle;
  }
  return low < end && whole(fit.takenColumns, low) == item;
}

function whole(from: usize, at: i32): i32 {
  return load<i32>(from + ((<usize>at) << 2));
}

function real(from: usize, at: i32): f32 {
  return load<f32>(from + ((<usize>at) << 2));
}
