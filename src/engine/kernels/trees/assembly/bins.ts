// From numbers to bytes: for each block of thresholds how many a row's number is above, for each set whether its category is not in it.

/** Bytes of a block's description: six u32, below. */
const BLOCK: usize = 24;

/** What a block compares: few thresholds, many in two levels, a set. */
const FEW: u32 = 0;
const MANY: u32 = 1;

/** Columns of a block: missing goes right or left, and each again from 255 down. */
const RIGHT: u32 = 1;
const RIGHT_MIRRORED: u32 = 2;
const LEFT: u32 = 4;
const LEFT_MIRRORED: u32 = 8;

/**
 * Fills the byte columns (64 bytes each) from all blocks. Bytes are less 128, for comparisons of signed bytes.
 * A block: its input, kind, count (thresholds; vectors of pivots; words), table, first column and kinds of columns.
 * `rows`: float32 by input, `rowBytes` apart; `batches`: vectors of 16 rows.
 */
export function binColumns(
  blocks: usize,
  end: usize,
  rows: usize,
  rowBytes: usize,
  columns: usize,
  batches: i32,
): void {
  const last = rows + ((<usize>batches) << 6);
  const width = last - rows;
  for (; blocks < end; blocks += BLOCK) {
    const from = rows + <usize>load<u32>(blocks) * rowBytes;
    const kind = load<u32>(blocks, 4);
    const count = load<u32>(blocks, 8);
    const table = <usize>load<u32>(blocks, 12);
    const to = columns + ((<usize>load<u32>(blocks, 16)) << 6);
    const kinds = load<u32>(blocks, 20);
    const isConstant = areEqual(from, width);
    let bytes = i8x16.splat(0);
    for (let at: usize = 0; at < width; at += 64) {
      const x = from + at;
      if (at === 0 || !isConstant) {
        if (kind === FEW) bytes = countFew(x, table, count);
        else if (kind === MANY) bytes = countMany(x, table, count);
        else bytes = findNone(x, table, count);
      }
      write(to + (at >> 2), kinds, bytes, missing(x));
    }
  }
}

/** The bytes of 16 rows as each kind of column has them, one column after the other. */
function write(to: usize, kinds: u32, bytes: v128, gone: v128): void {
  const all = v128.or(bytes, gone);
  if (kinds & RIGHT) {
    v128.store(to, v128.xor(all, i8x16.splat(-128)));
    to += 64;
  }
  if (kinds & RIGHT_MIRRORED) {
    v128.store(to, v128.xor(all, i8x16.splat(127)));
    to += 64;
  }
  if (kinds & LEFT) {
    v128.store(to, v128.xor(bytes, i8x16.splat(-128)));
    to += 64;
  }
  if (kinds & LEFT_MIRRORED) v128.store(to, v128.xor(bytes, i8x16.splat(127)));
}

/** Whether `bytes` of float32 have all the same bits: what is known of a shopper is the same for all candidates. */
function areEqual(x: usize, bytes: usize): bool {
  const first = v128.load32_splat(x);
  for (const end = x + bytes; x < end; x += 16) if (!i32x4.all_true(i32x4.eq(first, v128.load(x)))) return false;
  return true;
}

/** 255 for each of 16 rows whose number is missing. */
function missing(x: usize): v128 {
  const a = v128.load(x);
  const b = v128.load(x, 16);
  const c = v128.load(x, 32);
  const d = v128.load(x, 48);
  return i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(f32x4.ne(a, a), f32x4.ne(b, b)),
    i16x8.narrow_i32x4_s(f32x4.ne(c, c), f32x4.ne(d, d)),
  );
}

/** Thresholds below each of 16 numbers, all compared. */
function countFew(x: usize, table: usize, count: u32): v128 {
  const a = v128.load(x);
  const b = v128.load(x, 16);
  const c = v128.load(x, 32);
  const d = v128.load(x, 48);
  let na = i32x4.splat(0);
  let nb = na;
  let nc = na;
  let nd = na;
  for (const end = table + ((<usize>count) << 2); table < end; table += 4) {
    const threshold = v128.load32_splat(table);
    na = i32x4.sub(na, f32x4.gt(a, threshold));
    nb = i32x4.sub(nb, f32x4.gt(b, threshold));
    nc = i32x4.sub(nc, f32x4.gt(c, threshold));
    nd = i32x4.sub(nd, f32x4.gt(d, threshold));
  }
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(na, nb), i16x8.narrow_i32x4_s(nc, nd));
}

/** Thresholds below each of 16 numbers: the group of 16 by the pivots, the highest of each group, then the place in the group. */
function countMany(x: usize, pivots: usize, vectors: u32): v128 {
  const groups = pivots + ((<usize>vectors) << 4);
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(countFour(x, pivots, groups), countFour(x + 16, pivots, groups)),
    i16x8.narrow_i32x4_s(countFour(x + 32, pivots, groups), countFour(x + 48, pivots, groups)),
  );
}

function countFour(x: usize, pivots: usize, groups: usize): v128 {
  const a = v128.load32_splat(x);
  const b = v128.load32_splat(x, 4);
  const c = v128.load32_splat(x, 8);
  const d = v128.load32_splat(x, 12);
  let na = i32x4.splat(0);
  let nb = na;
  let nc = na;
  let nd = na;
  for (; pivots < groups; pivots += 16) {
    const pivot = v128.load(pivots);
    na = i32x4.add(na, f32x4.gt(a, pivot));
    nb = i32x4.add(nb, f32x4.gt(b, pivot));
    nc = i32x4.add(nc, f32x4.gt(c, pivot));
    nd = i32x4.add(nd, f32x4.gt(d, pivot));
  }
  const first = sums(na, nb, nc, nd);
  const places = i32x4.shl(first, 6);
  const second = sums(
    below(a, groups + i32x4.extract_lane(places, 0)),
    below(b, groups + i32x4.extract_lane(places, 1)),
    below(c, groups + i32x4.extract_lane(places, 2)),
    below(d, groups + i32x4.extract_lane(places, 3)),
  );
  return i32x4.add(i32x4.shl(first, 4), second);
}

/** Of 16 thresholds those below x, -1 each, four sums. */
function below(x: v128, group: usize): v128 {
  return i32x4.add(
    i32x4.add(f32x4.gt(x, v128.load(group)), f32x4.gt(x, v128.load(group, 16))),
    i32x4.add(f32x4.gt(x, v128.load(group, 32)), f32x4.gt(x, v128.load(group, 48))),
  );
}

/** The negated sum of the lanes of each of four. */
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  return i32x4.neg(i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(bytes)));
}

/** 1 for each of 16 rows whose category is not in the set, 0 for those where it is or is missing. */
function findNone(x: usize, words: usize, count: u32): v128 {
  return i64x2.replace_lane(i64x2.splat(noneOf(x, words, count)), 1, noneOf(x + 32, words, count));
}

function noneOf(x: usize, words: usize, count: u32): i64 {
  const limit = <f32>(count << 5);
  let bytes: u64 = 0;
  for (let row: u64 = 0; row < 8; row++) {
    const value = load<f32>(x + ((<usize>row) << 2));
    let none: u64 = value === value ? 1 : 0;
    if (value >= 0 && value < limit) {
      const category = <u32>value;
      if (<f32>category === value)
        none = ~(<u64>load<u32>(words + ((<usize>(category >> 5)) << 2)) >> (category & 31)) & 1;
    }
    bytes |= none << (row << 3);
  }
  return <i64>bytes;
}
