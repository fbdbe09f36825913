import { given, jobNumber } from './treeJob';

/** log2 of the bytes of one input's histogram: 256 bins of a packed i64, gradient above hessian. */
export const INPUT: i32 = 11;
/** Inputs of a block, whose histograms stay in the nearest cache together: BLOCK of src/trainer/models/trees/memory.ts. */
export const BLOCK: i32 = 8;

/**
 * Adds rows to the histograms of one block of inputs. A bin is one i64: the sum of whole gradients in its upper half, of whole hessians, which
 * are not negative, in its lower; both in one addition, exact in any order. Where a block is one chunk its histograms are the leaf's own; else
 * those are thread 0's, and every other thread adds to a part of its own, which it marks with the job's number.
 * given: order, first, count, codes by block, rows of a block, packed, histograms, parts, bytes of a part, marks, rows of a chunk, chunks of a
 * block, inputs.
 */
export function histogramChunk(job: usize, chunk: i32, thread: i32): void {
  const block = chunk / given(job, 11);
  const from = (chunk - block * given(job, 11)) * given(job, 10);
  const count = min(given(job, 10), given(job, 2) - from);
  const order = <usize>given(job, 0) + ((<usize>(given(job, 1) + from)) << 2);
  const bytes = <usize>given(job, 8);
  const offset = (<usize>(block * BLOCK)) << INPUT;
  let target = <usize>given(job, 6);
  if (given(job, 11) == 1) {
    memory.fill(target + offset, 0, (<usize>BLOCK) << INPUT);
  } else if (thread > 0) {
    target = <usize>given(job, 7) + <usize>(thread - 1) * bytes;
    const mark = <usize>given(job, 9) + ((<usize>thread) << 2);
    if (load<i32>(mark) != jobNumber(job)) {
      store<i32>(mark, jobNumber(job));
      memory.fill(target, 0, bytes);
    }
  }
  const codes = <usize>given(job, 3) + <usize>block * ((<usize>given(job, 4)) << 3);
  if (given(job, 12) - block * BLOCK > 4) addEight(order, count, codes, <usize>given(job, 5), target + offset);
  else addFour(order, count, codes, <usize>given(job, 5), target + offset);
}

/** Adds a row's pair to the bin of each of eight inputs, whose codes are one word; two rows a turn, so that one's words are on their way meanwhile. */
function addEight(order: usize, count: i32, codes: usize, packed: usize, at: usize): void {
  const end = order + ((<usize>(count & ~1)) << 2);
  for (; order < end; order += 8) {
    const row = (<usize>load<u32>(order)) << 3;
    const next = (<usize>load<u32>(order, 4)) << 3;
    const pair = load<i64>(packed + row);
    const other = load<i64>(packed + next);
    const own = load<u64>(codes + row);
    const its = load<u64>(codes + next);
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
  addFour(order, count & 1, codes, packed, at);
  addFour(order, count & 1, codes + 4, packed, at + 8192);
}

/** The same for a last block of four inputs or fewer. */
function addFour(order: usize, count: i32, codes: usize, packed: usize, at: usize): void {
  const end = order + ((<usize>count) << 2);
  for (; order < end; order += 4) {
    const row = (<usize>load<u32>(order)) << 3;
    const pair = load<i64>(packed + row);
    const four = load<u32>(codes + row);
    const a = at + <usize>((four << 3) & 0x7f8);
    const b = at + <usize>((four >> 5) & 0x7f8);
    const c = at + <usize>((four >> 13) & 0x7f8);
    const d = at + <usize>((four >> 21) & 0x7f8);
    store<i64>(a, load<i64>(a) + pair);
    store<i64>(b, load<i64>(b, 2048) + pair, 2048);
    store<i64>(c, load<i64>(c, 4096) + pair, 4096);
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
