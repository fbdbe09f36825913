// The one module: `als.wasm`, over a memory that several threads share. The host lays it out (src/trainer/models/als/layout.ts).
//
// A side is a matrix to solve for: row r has entries `offsets[r]` to `offsets[r + 1]` of `columns` and `weights`; `from` holds the other
// side's vectors, `to` its own, rows of `d` floats, d a multiple of 16. Threads take chunks of rows from `counter` until none is left: a row's
// answer depends on no other row, so neither on who solved it.

import { solveExactly } from './exact';
import { solveByGradient } from './gradient';
import { addGram } from './gram';

/** Rows of one chunk; a multiple of the four that are solved together. */
const CHUNK: i32 = 32;
/** Rows whose products are summed in float32 before they join the rest: GRAM_ROWS of gram.ts. */
const GRAM_CHUNK: i32 = 1024;

/** Solves the next chunk. False where none was left. `steps`: of conjugate gradients, 0 for an exact solution. */
export function solveChunk(
  counter: usize,
  rows: i32,
  offsets: usize,
  columns: usize,
  weights: usize,
  from: usize,
  to: usize,
  gram: usize,
  scratch: usize,
  d: i32,
  steps: i32,
  lambda: f32,
  ridge: f32,
): bool {
  const first = atomic.add<i32>(counter, 1) * CHUNK;
  if (first >= rows) return false;
  const last = min(rows, first + CHUNK);
  if (steps > 0) {
    for (let row = first; row < last; row += 4) {
      solveByGradient(
        row,
        min(4, last - row),
        offsets,
        columns,
        weights,
        from,
        to,
        gram,
        scratch,
        d,
        steps,
        lambda,
        ridge,
      );
    }
  } else {
    for (let row = first; row < last; row++) {
      solveExactly(row, offsets, columns, weights, from, to, gram, scratch, d, lambda, ridge);
    }
  }
  return true;
}

/** F^T F over the next chunk of `rows` vectors, into the chunk's place in `parts`. False where none was left. */
export function gramChunk(counter: usize, rows: i32, factors: usize, parts: usize, d: i32): bool {
  const chunk = atomic.add<i32>(counter, 1);
  const first = chunk * GRAM_CHUNK;
  if (first >= rows) return false;
  const part = parts + ((<usize>chunk * d * d) << 2);
  addGram(factors + ((<usize>first * d) << 2), min(GRAM_CHUNK, rows - first), part, d);
  return true;
}
