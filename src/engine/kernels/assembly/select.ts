// Scored items as sortable 64-bit keys: the score's bits above, the item's complement below, so that of equal scores the
// lower item number is the greater key. Keys are distinct. Counting keys against a bound runs in SIMD without a branch to
// mispredict, so both selecting and sorting are built on it.

/**
 * All that a search reads and writes; the host lays it out (wasm-scanner.ts has the order). Addresses are 0 for what is not
 * there. `keys` has room for what a scan collects: 3 keep or all positions, and 4 more; `spare` for `keep` keys.
 */
@unmanaged
export class Search {
  /** How many keys there are, how many to keep, room for how many, what a score must reach. */
  count: i32;
  keep: i32;
  room: i32;
  threshold: f32;
  /** Four scores; unused otherwise. */
  scores0: f32;
  scores1: f32;
  scores2: f32;
  scores3: f32;
  vectors: usize;
  scales: usize;
  /** See blockNorms. */
  norms: usize;
  /** The item at each position, and the reverse. */
  order: usize;
  positions: usize;
  dimensions: i32;
  keys: usize;
  spare: usize;
  /** Where results go: item numbers, then scores. */
  items: usize;
  found: usize;
  /** The query as it came, and as what prepare makes of it. */
  query: usize;
  floats: usize;
  halves: usize;
  bias: i32;
  /** Not less than the query's int8 norm. */
  queryNorm: f32;
  /** A bit per item. */
  allowed: usize;
  /** Positions in all ranges. */
  scanned: i32;
}

/** Floats as integers of the same order; -0 is 0. */
export function keyOf(score: f32, item: i32): i64 {
  const bits = reinterpret<i32>(score + 0);
  return ((<i64>(bits ^ ((bits >> 31) & 0x7fffffff))) << 32) | <i64>(<u32>~item);
}

export function itemOf(key: i64): i32 {
  return ~(<i32>key);
}

export function scoreOf(key: i64): f32 {
  const high = <i32>(key >> 32);
  return reinterpret<f32>(high ^ ((high >> 31) & 0x7fffffff));
}

/** Drops keys until the best `keep` to `keep + slack` are left, in their order, and raises the threshold to them. */
export function cut(search: Search, keys: usize, slack: i32): void {
  const count = search.count;
  const fewest = search.keep;
  const most = fewest + slack;
  if (count <= most) return;
  let low = load<i64>(keys);
  let high = low;
  for (let at = keys, end = keys + ((<usize>count) << 3); at < end; at += 8) {
    low = min(low, load<i64>(at));
    high = max(high, load<i64>(at));
  }
  low--;
  // Too many keys are above `low` and too few above `high`. Keys are distinct, so some bound between them is right and
  // 64 halvings find it; an engine that miscounts is to fail the self-test, not to hang in it.
  for (let step = 0; step < 65; step++) {
    const middle = (low & high) + ((low ^ high) >> 1);
    const above = countAbove(keys, count, middle);
    if (above > most) low = middle;
    else if (above < fewest) high = middle;
    else {
      search.count = keepAbove(keys, count, middle);
      search.threshold = scoreOf(middle);
      return;
    }
  }
}

/** Sorts keys, greatest first; returns where they are then, `keys` or `spare`. */
export function sort(keys: usize, count: i32, spare: usize): usize {
  // A key's place in a short run is the number of keys above it.
  for (let run = 0; run < count; run += RUN) {
    const from = keys + ((<usize>run) << 3);
    const to = spare + ((<usize>run) << 3);
    const length = min(RUN, count - run);
    for (let i = 0; i < length; i++) {
      const key = load<i64>(from + ((<usize>i) << 3));
      store<i64>(to + ((<usize>countAbove(from, length, key)) << 3), key);
    }
  }
  let from = spare;
  let to = keys;
  for (let run = RUN; run < count; run <<= 1) {
    for (let at = 0; at < count; at += 2 * run) {
      const middle = min(at + run, count);
      merge(from + ((<usize>at) << 3), middle - at, min(at + 2 * run, count) - middle, to + ((<usize>at) << 3));
    }
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

/** Keys that are sorted by counting, quadratic but without a branch. */
const RUN: i32 = 64;

/** Merges two adjacent sorted runs of `left` and `right` keys. */
function merge(from: usize, left: i32, right: i32, to: usize): void {
  let a = from;
  let b = from + ((<usize>left) << 3);
  const endA = b;
  const endB = b + ((<usize>right) << 3);
  for (; a < endA && b < endB; to += 8) {
    const keyA = load<i64>(a);
    const keyB = load<i64>(b);
    const first = keyA > keyB;
    store<i64>(to, select<i64>(keyA, keyB, first));
    a += (<usize>first) << 3;
    b += (<usize>!first) << 3;
  }
  for (; a < endA; a += 8, to += 8) store<i64>(to, load<i64>(a));
  for (; b < endB; b += 8, to += 8) store<i64>(to, load<i64>(b));
}

/** How many of `count` keys are greater than `bound`. */
function countAbove(keys: usize, count: i32, bound: i64): i32 {
  const bounds = i64x2.splat(bound);
  const end = keys + ((<usize>count) << 3);
  let a = i64x2.splat(0);
  let b = i64x2.splat(0);
  for (; keys + 32 <= end; keys += 32) {
    a = i64x2.sub(a, i64x2.gt_s(v128.load(keys), bounds));
    b = i64x2.sub(b, i64x2.gt_s(v128.load(keys, 16), bounds));
  }
  a = i64x2.add(a, b);
  let above = <i32>(i64x2.extract_lane(a, 0) + i64x2.extract_lane(a, 1));
  for (; keys < end; keys += 8) above += <i32>(load<i64>(keys) > bound);
  return above;
}

/** Moves the keys greater than `bound` to the front, in their order; how many they are. */
function keepAbove(keys: usize, count: i32, bound: i64): i32 {
  const end = keys + ((<usize>count) << 3);
  let to = keys;
  for (let at = keys; at < end; at += 8) {
    const key = load<i64>(at);
    store<i64>(to, key);
    to += (<usize>(key > bound)) << 3;
  }
  return <i32>((to - keys) >> 3);
}

/** The score of the `keep`-th best key; -Infinity where there are fewer. */
export function lowest(search: Search, keys: usize): f32 {
  cut(search, keys, 0);
  if (search.count < search.keep) return -Infinity;
  let key = i64.MAX_VALUE;
  for (let at = keys, end = keys + ((<usize>search.count) << 3); at < end; at += 8) key = min(key, load<i64>(at));
  return scoreOf(key);
}
