// The normal equations of a row by Cholesky, with the very code of the device's fold-in.
import { add, begin, solve } from '../../../engine/kernels/assembly/solve';

/** Rows handed over at once. */
const BATCH: i32 = 32;

/** `scratch`: d x d, then two blocks of BATCH x d, three of d and 64 bytes. */
export function solveExactly(
  row: i32,
  offsets: usize,
  columns: usize,
  weights: usize,
  from: usize,
  to: usize,
  gram: usize,
  scratch: usize,
  d: i32,
  lambda: f32,
  ridge: f32,
): void {
  const n: usize = d;
  const stride: usize = n << 2;
  const start = load<i32>(offsets + ((<usize>row) << 2));
  const end = load<i32>(offsets + ((<usize>row) << 2), 4);
  const out = to + <usize>row * stride;
  if (start === end) {
    memory.fill(out, 0, stride);
    return;
  }
  const gathered = scratch + stride * n;
  const weighted = gathered + <usize>BATCH * stride;
  const right = weighted + <usize>BATCH * stride;
  const inverse = right + stride;
  begin(scratch, gram, right, n, stride, lambda * <f32>(end - start) + ridge);
  for (let at = start; at < end; at += BATCH) {
    const count = min(BATCH, end - at);
    for (let r = 0; r < count; r++) {
      const column = load<i32>(columns + ((<usize>(at + r)) << 2));
      memory.copy(gathered + <usize>r * stride, from + <usize>column * stride, stride);
    }
    const w = weights + ((<usize>at) << 2);
    add(scratch, right, gathered, w, w, weighted, n, stride, count);
  }
  if (solve(scratch, right, inverse, inverse + stride, n, stride)) memory.copy(out, right, stride);
  else memory.fill(out, 0, stride);
}
