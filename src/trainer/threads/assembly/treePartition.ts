import { given } from './treeJob';

/** Rows of a chunk: PARTITION_ROWS of src/trainer/models/trees/memory.ts. */
const ROWS: i32 = 4096;

/**
 * Parts a chunk of a leaf's rows into those that go left and those that go right, both in their order, into `lefts` and `rights`.
 * given: order, first, count, codes of the input, code, missingLeft, set of codes that go left (256 bytes) or 0, lefts, rights, counts.
 */
export function partChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const count = min(ROWS, given(job, 2) - from);
  const place = (<usize>(given(job, 1) + from)) << 2;
  let row = <usize>given(job, 0) + place;
  const end = row + ((<usize>count) << 2);
  const codes = <usize>given(job, 3);
  const set = <usize>given(job, 6);
  const first = <usize>given(job, 7) + place;
  let left = first;
  let right = <usize>given(job, 8) + place;
  if (set != 0) {
    for (; row < end; row += 4) {
      const which = load<u32>(row);
      const goesLeft = <usize>load<u8>(set + load<u8>(codes + which));
      store<u32>(left, which);
      store<u32>(right, which);
      left += goesLeft << 2;
      right += (goesLeft ^ 1) << 2;
    }
  } else {
    // Missing is the highest code: it goes left only where it is asked for.
    const highest = given(job, 4);
    const missing = given(job, 5) != 0 ? 255 : 256;
    for (; row < end; row += 4) {
      const which = load<u32>(row);
      const code = <i32>load<u8>(codes + which);
      const goesLeft = <usize>((code <= highest) | (code == missing));
      // Written to both, kept in one: a branch here is guessed wrong too often.
      store<u32>(left, which);
      store<u32>(right, which);
      left += goesLeft << 2;
      right += (goesLeft ^ 1) << 2;
    }
  }
  store<i32>(<usize>given(job, 9) + ((<usize>chunk) << 2), <i32>((left - first) >> 2));
}

/** Puts a chunk's rows back in their place. given: as partChunk, 10: rows that go left in all chunks. */
export function joinChunk(job: usize, chunk: i32): void {
  const from = chunk * ROWS;
  const count = min(ROWS, given(job, 2) - from);
  const place = (<usize>(given(job, 1) + from)) << 2;
  const counts = <usize>given(job, 9);
  let before = 0;
  for (let other = 0; other < chunk; other++) before += load<i32>(counts + ((<usize>other) << 2));
  const lefts = load<i32>(counts + ((<usize>chunk) << 2));
  const order = <usize>given(job, 0) + ((<usize>given(job, 1)) << 2);
  memory.copy(order + ((<usize>before) << 2), <usize>given(job, 7) + place, (<usize>lefts) << 2);
  const after = given(job, 10) + from - before;
  memory.copy(order + ((<usize>after) << 2), <usize>given(job, 8) + place, (<usize>(count - lefts)) << 2);
}
