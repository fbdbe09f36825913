import { given, jobNumber } from './treeJob';

/** Rows of a chunk: HISTOGRAM_ROWS of src/trainer/models/trees/memory.ts. */
const ROWS: i32 = 2048;

/** log2 of the bytes of one input's histogram: 256 bins of a packed i64, gradient above hessian. */
export const INPUT: i32 = 11;

/**
 * Adds rows to the histograms of every input. A bin is one i64: the sum of whole gradients in its upper half, of whole hessians, which are not
 * negative, in its lower; both in one addition, exact in any order. Thread 0 adds to the leaf's own histograms, every other to a part of its
 * own, which it marks with the job's number.
 * given: order, first, count, codes, stride, packed, histograms, parts, bytes of a part, marks.
 */
export function histogramChunk(job: usize, chunk: i32, thread: i32): void {
  const from = chunk * ROWS;
  const count = min(ROWS, given(job, 2) - from);
  const order = <usize>given(job, 0) + ((<usize>(given(job, 1) + from)) << 2);
  const bytes = <usize>given(job, 8);
  let target = <usize>given(job, 6);
  if (thread > 0) {
    target = <usize>given(job, 7) + <usize>(thread - 1) * bytes;
    const mark = <usize>given(job, 9) + ((<usize>thread) << 2);
    if (load<i32>(mark) != jobNumber(job)) {
      store<i32>(mark, jobNumber(job));
      memory.fill(target, 0, bytes);
    }
  }
  addRows(order, count, <usize>given(job, 3), <usize>given(job, 4), <usize>given(job, 5), target);
}

function addRows(order: usize, count: i32, codes: usize, stride: usize, packed: usize, target: usize): void {
  const end = order + ((<usize>count) << 2);
  for (; order < end; order += 4) {
    const row = <usize>load<u32>(order);
    const pair = load<i64>(packed + (row << 3));
    let code = codes + row * stride;
    const last = code + stride;
    let at = target;
    // Four inputs at a time: a row's bytes are padded to whole words, with histograms of their own.
    for (; code < last; code += 4) {
      const four = load<u32>(code);
      const a = at + ((<usize>(four & 255)) << 3);
      const b = at + ((<usize>((four >>> 8) & 255)) << 3);
      const c = at + ((<usize>((four >>> 16) & 255)) << 3);
      const d = at + ((<usize>(four >>> 24)) << 3);
      store<i64>(a, load<i64>(a) + pair);
      store<i64>(b, load<i64>(b, 2048) + pair, 2048);
      store<i64>(c, load<i64>(c, 4096) + pair, 4096);
      store<i64>(d, load<i64>(d, 6144) + pair, 6144);
      at += 8192;
    }
  }
}

/**
 * Makes an input's histograms whole: to the leaf's own what the other threads counted, and the sibling's, in the place of the parent's, as
 * the parent's less the leaf's. given: histograms, sibling or 0, parts, bytes of a part, marks, job that counted, threads.
 */
export function finishHistogram(job: usize, input: i32): void {
  const offset = (<usize>input) << INPUT;
  const own = <usize>given(job, 0) + offset;
  const bytes = <usize>given(job, 3);
  for (let thread = 1; thread < given(job, 6); thread++) {
    if (load<i32>(<usize>given(job, 4) + ((<usize>thread) << 2)) != given(job, 5)) continue;
    const part = <usize>given(job, 2) + <usize>(thread - 1) * bytes + offset;
    for (let at: usize = 0; at < 2048; at += 16)
      v128.store(own + at, i64x2.add(v128.load(own + at), v128.load(part + at)));
  }
  if (given(job, 1) == 0) return;
  const sibling = <usize>given(job, 1) + offset;
  for (let at: usize = 0; at < 2048; at += 16) {
    v128.store(sibling + at, i64x2.sub(v128.load(sibling + at), v128.load(own + at)));
  }
}
