// Which leaf each row comes to (QuickScorer, Lucchese and others 2015, over vectors of bytes). Leaves of a tree are numbered so that
// those below a node's first child come before those below its second. A row that a node sends to the second cannot come to a leaf
// below the first: these are struck out, a bit each, in planes of eight leaves. The leaf is the lowest that is left.
//
// A tree's planes, the last first: the number of entries, then an entry for every node that strikes leaves out of the plane:
// column (u16), byte above which a row goes on to the second child (i8), leaves struck out (u8).

const NONE_LEFT: i8 = -1;

/**
 * Of 64 rows, a byte each: at `to` the leaf among those of these planes, at `to` + 64 what is struck out beside it, 255 for a row to
 * which they leave none. `planes`: 1 to 32. The address behind the last entry.
 */
export function findFour(code: usize, planes: i32, columns: usize, to: usize): usize {
  const none = i8x16.splat(NONE_LEFT);
  let a = none;
  let b = none;
  let c = none;
  let d = none;
  let firstOfA = none;
  let firstOfB = none;
  let firstOfC = none;
  let firstOfD = none;
  for (let plane = planes - 1; plane >= 0; plane--) {
    let na = i8x16.splat(0);
    let nb = na;
    let nc = na;
    let nd = na;
    const end = code + 4 + ((<usize>load<u32>(code)) << 2);
    for (code += 4; code < end; code += 4) {
      const column = columns + ((<usize>load<u16>(code)) << 6);
      const limit = v128.load8_splat(code, 2);
      const leaves = v128.load8_splat(code, 3);
      na = v128.or(na, v128.and(leaves, i8x16.gt_s(v128.load(column), limit)));
      nb = v128.or(nb, v128.and(leaves, i8x16.gt_s(v128.load(column, 16), limit)));
      nc = v128.or(nc, v128.and(leaves, i8x16.gt_s(v128.load(column, 32), limit)));
      nd = v128.or(nd, v128.and(leaves, i8x16.gt_s(v128.load(column, 48), limit)));
    }
    // What an earlier plane leaves comes before what later ones do.
    const first = i8x16.splat(<i8>(plane << 3));
    let isNone = i8x16.eq(na, none);
    a = v128.bitselect(a, na, isNone);
    firstOfA = v128.bitselect(firstOfA, first, isNone);
    isNone = i8x16.eq(nb, none);
    b = v128.bitselect(b, nb, isNone);
    firstOfB = v128.bitselect(firstOfB, first, isNone);
    isNone = i8x16.eq(nc, none);
    c = v128.bitselect(c, nc, isNone);
    firstOfC = v128.bitselect(firstOfC, first, isNone);
    isNone = i8x16.eq(nd, none);
    d = v128.bitselect(d, nd, isNone);
    firstOfD = v128.bitselect(firstOfD, first, isNone);
  }
  v128.store(to, i8x16.add(firstOfA, lowestClear(a)));
  v128.store(to, i8x16.add(firstOfB, lowestClear(b)), 16);
  v128.store(to, i8x16.add(firstOfC, lowestClear(c)), 32);
  v128.store(to, i8x16.add(firstOfD, lowestClear(d)), 48);
  v128.store(to, a, 64);
  v128.store(to, b, 80);
  v128.store(to, c, 96);
  v128.store(to, d, 112);
  return code;
}

/** findFour of the first 16 rows alone. */
export function findOne(code: usize, planes: i32, columns: usize, to: usize): usize {
  const none = i8x16.splat(NONE_LEFT);
  let a = none;
  let firstOfA = none;
  for (let plane = planes - 1; plane >= 0; plane--) {
    let na = i8x16.splat(0);
    const end = code + 4 + ((<usize>load<u32>(code)) << 2);
    for (code += 4; code < end; code += 4) {
      const column = columns + ((<usize>load<u16>(code)) << 6);
      const above = i8x16.gt_s(v128.load(column), v128.load8_splat(code, 2));
      na = v128.or(na, v128.and(v128.load8_splat(code, 3), above));
    }
    const isNone = i8x16.eq(na, none);
    a = v128.bitselect(a, na, isNone);
    firstOfA = v128.bitselect(firstOfA, i8x16.splat(<i8>(plane << 3)), isNone);
  }
  v128.store(to, i8x16.add(firstOfA, lowestClear(a)));
  v128.store(to, a, 64);
  return code;
}

/** Place of the lowest bit of each byte that is 0. */
function lowestClear(bytes: v128): v128 {
  return i8x16.popcnt(v128.andnot(bytes, i8x16.add(bytes, i8x16.splat(1))));
}
