import { given } from './treeJob';

/** Rows of a chunk: CHUNK_ROWS of src/trainer/models/trees/memory.ts. */
const ROWS: i32 = 4096;
/** Bits that one pass sorts by, and the bytes of its counts. */
const DIGIT: u32 = 11;
const COUNTS: usize = 4 << 11;

/**
 * Sorts a column of float32, ascending, in its place: three passes by 11 bits (least digit first), the last of which is 10. NaN has no place here.
 * given: columns, numbers of a column, their counts, as much room again, room of a column's counts of digits.
 */
export function sortChunk(job: usize, column: i32): void {
  const bytes = (<usize>given(job, 1)) << 2;
  const own = <usize>given(job, 0) + <usize>column * bytes;
  const other = <usize>given(job, 3) + <usize>column * bytes;
  const count = load<i32>(<usize>given(job, 2) + ((<usize>column) << 2));
  const counts = <usize>given(job, 4) + <usize>column * COUNTS;
  const end = own + ((<usize>count) << 2);
  // As unsigned numbers, floats sort by their bits once those below 0 are turned over and the others lifted above them.
  for (let at = own; at < end; at += 4) {
    const bits = load<u32>(at);
    store<u32>(at, bits ^ (<u32>(<i32>bits >> 31) | 0x80000000));
  }
  pass(own, other, count, counts, 0);
  pass(other, own, count, counts, DIGIT);
  pass(own, other, count, counts, 2 * DIGIT);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 4) {
    const key = load<u32>(other + at);
    store<u32>(own + at, key ^ (((key >>> 31) - 1) | 0x80000000));
  }
}

function pass(from: usize, to: usize, count: i32, counts: usize, shift: u32): void {
  memory.fill(counts, 0, COUNTS);
  const end = from + ((<usize>count) << 2);
  for (let at = from; at < end; at += 4) {
    const place = counts + ((<usize>((load<u32>(at) >>> shift) & 2047)) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  let before: u32 = 0;
  for (let place = counts; place < counts + COUNTS; place += 4) {
    const own = load<u32>(place);
    store<u32>(place, before);
    before += own;
  }
  for (let at = from; at < end; at += 4) {
    const key = load<u32>(at);
    const place = counts + ((<usize>((key >>> shift) & 2047)) << 2);
    const rank = load<u32>(place);
    store<u32>(place, rank + 1);
    store<u32>(to + ((<usize>rank) << 2), key);
  }
}

/**
 * Codes of a chunk of rows of one of several columns: the first of its 256 thresholds (ascending, Infinity beyond the last) that is not below
 * the value, 255 where there is none to compare. given: columns, rows of a column, chunks of a column, thresholds, bins by column (0: not by
 * numbers), codes.
 */
export function encodeChunk(job: usize, chunk: i32): void {
  const column = chunk / given(job, 2);
  const last = load<i32>(<usize>given(job, 4) + ((<usize>column) << 2)) - 1;
  if (last < 0) return;
  const rows = given(job, 1);
  const from = (chunk - column * given(job, 2)) * ROWS;
  const count = min(ROWS, rows - from);
  const place = <usize>column * <usize>rows + <usize>from;
  let at = <usize>given(job, 0) + (place << 2);
  let to = <usize>given(job, 5) + place;
  const end = to + <usize>count;
  const thresholds = <usize>given(job, 3) + ((<usize>column) << 10);
  for (; to < end; to++, at += 4) {
    const value = load<f32>(at);
    // Addresses of float32: a step of 128 thresholds is 512 bytes.
    let found = (<usize>(load<f32>(thresholds, 508) < value)) << 9;
    found += (<usize>(load<f32>(thresholds + found, 252) < value)) << 8;
    found += (<usize>(load<f32>(thresholds + found, 124) < value)) << 7;
    found += (<usize>(load<f32>(thresholds + found, 60) < value)) << 6;
    found += (<usize>(load<f32>(thresholds + found, 28) < value)) << 5;
    found += (<usize>(load<f32>(thresholds + found, 12) < value)) << 4;
    found += (<usize>(load<f32>(thresholds + found, 4) < value)) << 3;
    found += (<usize>(load<f32>(thresholds + found) < value)) << 2;
    store<u8>(to, value == value ? min(<i32>(found >> 2), last) : 255);
  }
}
