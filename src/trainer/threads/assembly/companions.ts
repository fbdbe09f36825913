// For an item, the items that share shoppers with it, the strongest kept. `scratch` of a thread: an accumulator of two numbers and a place in
// the list of those touched for every item, then a heap of `keep` strengths and one of their items.

/**
 * Companions of `item`. The strength of a pair is s / (size_i size_j + shrink), where s sums `shopperWeights` over the shoppers who have both;
 * pairs of fewer than `support` shoppers are left out. Writes the `keep` strongest, items ascending, to `targets` and `strengths`, and
 * returns how many. Ties go to the lower item.
 */
export function companionsOf(
  item: i32,
  items: i32,
  itemOffsets: usize,
  itemColumns: usize,
  shopperOffsets: usize,
  shopperColumns: usize,
  shopperWeights: usize,
  sizes: usize,
  shrink: f32,
  support: i32,
  withSelf: bool,
  keep: i32,
  scratch: usize,
  targets: usize,
  strengths: usize,
): i32 {
  const touched = scratch + ((<usize>items) << 3);
  let last = touched;
  const range = itemOffsets + ((<usize>item) << 2);
  const end = itemColumns + ((<usize>load<i32>(range, 4)) << 2);
  for (let at = itemColumns + ((<usize>load<i32>(range)) << 2); at < end; at += 4) {
    const shopper = (<usize>load<i32>(at)) << 2;
    const weight = load<f32>(shopperWeights + shopper);
    const own = shopperOffsets + shopper;
    const stop = shopperColumns + ((<usize>load<i32>(own, 4)) << 2);
    for (let to = shopperColumns + ((<usize>load<i32>(own)) << 2); to < stop; to += 4) {
      const other = load<i32>(to);
      const sum = scratch + ((<usize>other) << 3);
      const count = load<i32>(sum, 4);
      // Written whether or not it is new, and then kept or not: a branch here is guessed wrong too often.
      store<i32>(last, other);
      last += (<usize>(count === 0)) << 2;
      store<f32>(sum, load<f32>(sum) + weight);
      store<i32>(sum, count + 1, 4);
    }
  }
  const size = load<f32>(sizes + ((<usize>item) << 2));
  let kept = 0;
  let floor: f32 = 0;
  for (let at = touched; at < last; at += 4) {
    const other = load<i32>(at);
    const sum = scratch + ((<usize>other) << 3);
    const strength = load<f32>(sum) / (size * load<f32>(sizes + ((<usize>other) << 2)) + shrink);
    const count = load<i32>(sum, 4);
    store<i64>(sum, 0);
    if (!(strength > 0) || strength < floor || count < support || (other === item && !withSelf)) continue;
    if (kept < keep) {
      rise(targets, strengths, kept++, other, strength);
      if (kept === keep) floor = load<f32>(strengths);
    } else if (isWeaker(load<f32>(strengths), load<i32>(targets), strength, other)) {
      sink(targets, strengths, keep, other, strength);
      floor = load<f32>(strengths);
    }
  }
  sortByTarget(targets, strengths, kept);
  return kept;
}

/** Does the first stand below the second? Of equals, the higher item. */
function isWeaker(strength: f32, item: i32, otherStrength: f32, other: i32): bool {
  return strength < otherStrength || (strength === otherStrength && item > other);
}

/** Adds to a heap whose weakest is on top, at its end. */
function rise(targets: usize, strengths: usize, place: i32, item: i32, strength: f32): void {
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const p = (<usize>parent) << 2;
    if (isWeaker(load<f32>(strengths + p), load<i32>(targets + p), strength, item)) break;
    move(targets, strengths, p, (<usize>place) << 2);
    place = parent;
  }
  put(targets, strengths, (<usize>place) << 2, item, strength);
}

/** Puts it in place of the weakest. */
function sink(targets: usize, strengths: usize, length: i32, item: i32, strength: f32): void {
  let place = 0;
  for (let child = 1; child < length; child = 2 * place + 1) {
    const c = (<usize>child) << 2;
    if (
      child + 1 < length &&
      isWeaker(load<f32>(strengths + c, 4), load<i32>(targets + c, 4), load<f32>(strengths + c), load<i32>(targets + c))
    ) {
      child++;
    }
    const weaker = (<usize>child) << 2;
    if (isWeaker(strength, item, load<f32>(strengths + weaker), load<i32>(targets + weaker))) break;
    move(targets, strengths, weaker, (<usize>place) << 2);
    place = child;
  }
  put(targets, strengths, (<usize>place) << 2, item, strength);
}

/** By insertion: rows are short. */
function sortByTarget(targets: usize, strengths: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    const at = (<usize>i) << 2;
    const item = load<i32>(targets + at);
    const strength = load<f32>(strengths + at);
    let to = at;
    for (; to > 0 && load<i32>(targets + to - 4) > item; to -= 4) move(targets, strengths, to - 4, to);
    put(targets, strengths, to, item, strength);
  }
}

function move(targets: usize, strengths: usize, from: usize, to: usize): void {
  store<i32>(targets + to, load<i32>(targets + from));
  store<f32>(strengths + to, load<f32>(strengths + from));
}

function put(targets: usize, strengths: usize, at: usize, item: i32, strength: f32): void {
  store<i32>(targets + at, item);
  store<f32>(strengths + at, strength);
}
