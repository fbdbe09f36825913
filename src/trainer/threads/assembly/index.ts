// The one module: `threads.wasm`, over a memory that several threads share. The host lays it out (src/trainer/threads/layout.ts).
// Threads take chunks of rows from `counter` until none is left: a row's answer depends on no other row, so neither on who gave it.
import { companionsOf } from './companions';
import { solveExactly } from './exact';
import { solveByGradient } from './gradient';
import { addGram } from './gram';
import { regressTarget } from './regress';

// Alternating least squares (src/trainer/models/factorise.ts). A side is a matrix to solve for: row r has entries `offsets[r]` to
// `offsets[r + 1]` of `columns` and `weights`; `from` holds the other side's vectors, `to` its own, rows of `d` floats, d a multiple of 16.

/** Rows of one chunk; a multiple of the four that are solved together. */
const CHUNK: i32 = 32;
/** Rows whose products are summed in float32 before they join the rest: GRAM_CHUNK of factorise.ts. */
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

/**
 * The companions of the next chunk of items (companions.ts): `targets` and `strengths` have room for `keep` an item, `counts` says how
 * many each has. False where none was left.
 */
export function companionsChunk(
  counter: usize,
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
  counts: usize,
): bool {
  const first = atomic.add<i32>(counter, 1) * CHUNK;
  if (first >= items) return false;
  const last = min(items, first + CHUNK);
  for (let item = first; item < last; item++) {
    const at = (<usize>item * keep) << 2;
    const count = companionsOf(
      item,
      items,
      itemOffsets,
      itemColumns,
      shopperOffsets,
      shopperColumns,
      shopperWeights,
      sizes,
      shrink,
      support,
      withSelf,
      keep,
      scratch,
      targets + at,
      strengths + at,
    );
    store<i32>(counts + ((<usize>item) << 2), count);
  }
  return true;
}

/** Targets of one chunk: those with many sources take long. */
const FEW: i32 = 8;

/**
 * The regressions of the next chunk of targets (regress.ts): target j has the sources `askedOffsets[j]` to `askedOffsets[j + 1]` of `asked`, ascending,
 * and as many places in `weights`. False where none was left.
 */
export function regressChunk(
  counter: usize,
  targets: i32,
  askedOffsets: usize,
  asked: usize,
  weights: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  diagonal: usize,
  ridge: f32,
  widest: i32,
  scratch: usize,
): bool {
  const first = atomic.add<i32>(counter, 1) * FEW;
  if (first >= targets) return false;
  const last = min(targets, first + FEW);
  for (let target = first; target < last; target++) {
    const at = askedOffsets + ((<usize>target) << 2);
    const from = (<usize>load<i32>(at)) << 2;
    const count = load<i32>(at, 4) - load<i32>(at);
    if (count > 0) {
      regressTarget(
        target,
        count,
        asked + from,
        weights + from,
        offsets,
        columns,
        values,
        diagonal,
        ridge,
        widest,
        scratch,
      );
    }
  }
  return true;
}

export { treeJob, treeThread } from './trees';
