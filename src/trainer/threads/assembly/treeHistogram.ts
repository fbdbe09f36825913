import { given, jobNumber } from './treeJob';

/** Rows of a chunk: HISTOGRAM_ROWS of src/trainer/models/trees/memory.ts. */
const ROWS: i32 = 1024;
/** log2 of the bytes of one input's histogram: 256 bins of a packed i64, gradient above hessian. */
export const INPUT: i32 = 11;
/** Inputs of a block, whose histograms stay in the nearest cache together; also the bytes that a row's codes are padded to. */
const BLOCK: i32 = 8;

/**
 * Adds a chunk of rows to the histograms of every input. A bin is one i64: the sum of whole gradients in its upper half, of whole hessians,
 * which are not negative, in its lower; both in one addition, exact in any order. Thread 0 adds to the leaf's own histograms, every other to
 * a part of its own, which it marks with the job's number.
 * given: order, first, count, codes by row, bytes of a row, packed, histograms, parts, bytes of a part, marks, inputs, room of all threads, bytes
 * of a thread's room, the numbers from 0 on, 1 where the rows lie far apart.
 */
export function histogramChunk(job: usize, chunk: i32, thread: i32): void {
  const from = chunk * ROWS;
  const count = min(ROWS, given(job, 2) - from);
  let order = <usize>given(job, 0) + ((<usize>(given(job, 1) + from)) << 2);
  let codes = <usize>given(job, 3);
  let stride = <usize>given(job, 4);
  let packed = <usize>given(job, 5);
  let target = <usize>given(job, 6);
  if (thread > 0) {
    const bytes = <usize>given(job, 8);
    target = <usize>given(job, 7) + <usize>(thread - 1) * bytes;
    const mark = <usize>given(job, 9) + ((<usize>thread) << 2);
    if (load<i32>(mark) != jobNumber(job)) {
      store<i32>(mark, jobNumber(job));
      memory.fill(target, 0, bytes);
    }
  }
  const inputs = given(job, 10);
  let next: usize = BLOCK;
  if (given(job, 14) != 0) {
    const room = <usize>given(job, 11) + <usize>thread * <usize>given(job, 12);
    gather(order, count, codes, stride, packed, room);
    order = <usize>given(job, 13);
    packed = room;
    next = (<usize>count) << 3;
    codes = room + next;
    stride = BLOCK;
  }
  for (let input = 0; input < inputs; input += BLOCK) {
    if (inputs - input > 4) addEight(order, count, codes, stride, packed, target);
    else addFour(order, count, codes, stride, packed, target);
    codes += next;
    target += (<usize>BLOCK) << INPUT;
  }
}

/**
 * Brings rows together: pairs, then the codes of each block. Rows that lie far apart have to be waited for; here many are on their way at
 * once, among additions to histograms only two or three.
 */
function gather(order: usize, count: i32, codes: usize, stride: usize, packed: usize, to: usize): void {
  const end = order + ((<usize>count) << 2);
  const room = (<usize>count) << 3;
  for (; order < end; order += 4) {
    const row = <usize>load<u32>(order);
    store<i64>(to, load<i64>(packed + (row << 3)));
    let code = codes + row * stride;
    const last = code + stride;
    for (let at = to + room; code < last; code += BLOCK) {
      store<u64>(at, load<u64>(code));
      at += room;
    }
    to += 8;
  }
}

/** Adds a row's pair to the bin of each of eight inputs, whose codes are one word; two rows a turn, so that one's words are on their way meanwhile. */
function addEight(order: usize, count: i32, codes: usize, stride: usize, packed: usize, at: usize): void {
  const end = order + ((<usize>(count & ~1)) << 2);
  for (; order < end; order += 8) {
    const row = <usize>load<u32>(order);
    const next = <usize>load<u32>(order, 4);
    const pair = load<i64>(packed + (row << 3));
    const other = load<i64>(packed + (next << 3));
    const own = load<u64>(codes + row * stride);
    const its = load<u64>(codes + next * stride);
    // A code times the bytes of a bin, in the histogram of its input. A function for it would be called.
    const a = at + <usize>((own << 3) & 0x7f8);
    store<i64>(a, load<i64>(a) + pair);
    const b = at + <usize>((own >> 5) & 0x7f8);
    store<i64>(b, load<i64>(b, 2048) + pair, 2048);
    const c = at + <usize>((own >> 13) & 0x7f8);
    store<i64>(c, load<i64>(c, 4096) + pair, 4096);
    const d = at + <usize>((own >> 21) & 0x7f8);
    store<i64>(d, load<i64>(d, 6144) + pair, 6144);
    const e = at + <usize>((own >> 29) & 0x7f8);
    store<i64>(e, load<i64>(e, 8192) + pair, 8192);
    const f = at + <usize>((own >> 37) & 0x7f8);
    store<i64>(f, load<i64>(f, 10240) + pair, 10240);
    const g = at + <usize>((own >> 45) & 0x7f8);
    store<i64>(g, load<i64>(g, 12288) + pair, 12288);
    const h = at + <usize>((own >> 53) & 0x7f8);
    store<i64>(h, load<i64>(h, 14336) + pair, 14336);
    const a2 = at + <usize>((its << 3) & 0x7f8);
    store<i64>(a2, load<i64>(a2) + other);
    const b2 = at + <usize>((its >> 5) & 0x7f8);
    store<i64>(b2, load<i64>(b2, 2048) + other, 2048);
    const c2 = at + <usize>((its >> 13) & 0x7f8);
    store<i64>(c2, load<i64>(c2, 4096) + other, 4096);
    const d2 = at + <usize>((its >> 21) & 0x7f8);
    store<i64>(d2, load<i64>(d2, 6144) + other, 6144);
    const e2 = at + <usize>((its >> 29) & 0x7f8);
    store<i64>(e2, load<i64>(e2, 8192) + other, 8192);
    const f2 = at + <usize>((its >> 37) & 0x7f8);
    store<i64>(f2, load<i64>(f2, 10240) + other, 10240);
    const g2 = at + <usize>((its >> 45) & 0x7f8);
    store<i64>(g2, load<i64>(g2, 12288) + other, 12288);
    const h2 = at + <usize>((its >> 53) & 0x7f8);
    store<i64>(h2, load<i64>(h2, 14336) + other, 14336);
  }
  addFour(order, count & 1, codes, stride, packed, at);
  addFour(order, count & 1, codes + 4, stride, packed, at + 8192);
}

/** The same for four inputs. */
function addFour(order: usize, count: i32, codes: usize, stride: usize, packed: usize, at: usize): void {
  const end = order + ((<usize>count) << 2);
  for (; order < end; order += 4) {
    const row = <usize>load<u32>(order);
    const pair = load<i64>(packed + (row << 3));
    const four = load<u32>(codes + row * stride);
    const a = at + <usize>((four << 3) & 0x7f8);
    store<i64>(a, load<i64>(a) + pair);
    const b = at + <usize>((four >> 5) & 0x7f8);
    store<i64>(b, load<i64>(b, 2048) + pair, 2048);
    const c = at + <usize>((four >> 13) & 0x7f8);
    store<i64>(c, load<i64>(c, 4096) + pair, 4096);
    const d = at + <usize>((four >> 21) & 0x7f8);
    store<i64>(d, load<i64>(d, 6144) + pair, 6144);
  }
}

/**
 * Makes an input's histograms whole, as far as its bins go: to the leaf's own what the other threads counted, and the sibling's, in the place of
 * the parent's, as the parent's less the leaf's. given: histograms, sibling or 0, parts, bytes of a part, marks, job that counted, threads.
 */
export function finishHistogram(job: usize, input: i32, bins: i32): void {
  const offset = (<usize>input) << INPUT;
  const own = <usize>given(job, 0) + offset;
  const bytes = <usize>given(job, 3);
  // Two bins at a time; the missing, and what has no bin, are the last two.
  const end = min<usize>(2032, (<usize>(bins + 1) >> 1) << 4);
  for (let thread = 1; thread < given(job, 6); thread++) {
    if (load<i32>(<usize>given(job, 4) + ((<usize>thread) << 2)) != given(job, 5)) continue;
    const part = <usize>given(job, 2) + <usize>(thread - 1) * bytes + offset;
    for (let at: usize = 0; at < end; at += 16) add(own + at, part + at);
    add(own + 2032, part + 2032);
  }
  if (given(job, 1) == 0) return;
  const sibling = <usize>given(job, 1) + offset;
  for (let at: usize = 0; at < end; at += 16) take(sibling + at, own + at);
  take(sibling + 2032, own + 2032);
}

function add(to: usize, what: usize): void {
  v128.store(to, i64x2.add(v128.load(to), v128.load(what)));
}

function take(from: usize, what: usize): void {
  v128.store(from, i64x2.sub(v128.load(from), v128.load(what)));
}
