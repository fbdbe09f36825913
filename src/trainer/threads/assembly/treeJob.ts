// A job of the tree trainer: what a thread has to know, at one address, which the host fills in (src/trainer/models/trees/team.ts).
// The first word holds the job's number and the chunks that nobody took yet; both change in one step, so who takes a chunk has the job's
// own arguments: the host changes them only after every chunk is done.

/** i64: number of the job << 32 | chunks left. */
const STATE: usize = 0;
/** i32: chunks done. */
const DONE: usize = 64;
/** i32: 1 ends the threads. */
const STOP: usize = 128;
/** i32: what is to be done. */
const WHAT: usize = 192;
/** i32 each. */
const ARGUMENTS: usize = 196;
/** f64 each. */
const NUMBERS: usize = 264;

/** Looks at the word that many times before a thread goes to sleep; waking it takes longer than most waits. */
const LOOKS: i32 = 20_000;
/** Nanoseconds that the host sleeps between two looks at chunks of others. */
const NAP: i64 = 20_000;
/** Nanoseconds after which a sleeping thread looks whether it is to end. */
const SLEEP: i64 = 1_000_000_000;

/** Argument `at` of the job. */
export function given(job: usize, at: i32): i32 {
  return load<i32>(job + ARGUMENTS + ((<usize>at) << 2));
}

/** Number `at` of the job. */
export function number(job: usize, at: i32): f64 {
  return load<f64>(job + NUMBERS + ((<usize>at) << 3));
}

/** What the job is, and which job it is: a thread's part of a sum belongs to one job alone. */
export function kindOf(job: usize): i32 {
  return load<i32>(job + WHAT);
}

export function jobNumber(job: usize): i32 {
  return <i32>(atomic.load<i64>(job + STATE) >> 32);
}

/** The next chunk; -1 where none is left. */
export function takeChunk(job: usize): i32 {
  let state = atomic.load<i64>(job + STATE);
  while (<i32>state > 0) {
    const before = atomic.cmpxchg<i64>(job + STATE, state, state - 1);
    if (before == state) return <i32>state - 1;
    state = before;
  }
  return -1;
}

export function chunkDone(job: usize): void {
  atomic.add<i32>(job + DONE, 1);
}

/** Opens the job to every thread. */
export function openJob(job: usize, chunks: i32): void {
  atomic.store<i32>(job + DONE, 0);
  atomic.store<i64>(job + STATE, ((<i64>(jobNumber(job) + 1)) << 32) | <i64>chunks);
  atomic.notify(job + STATE + 4, -1);
}

/** Numbers a job that its caller does alone. */
export function keepJob(job: usize): void {
  atomic.store<i64>(job + STATE, (<i64>(jobNumber(job) + 1)) << 32);
}

/** Waits until the others are done too, or one of them failed, which ends the threads. */
export function awaitJob(job: usize, chunks: i32): void {
  let looks = 0;
  let done = atomic.load<i32>(job + DONE);
  while (done < chunks && !isOver(job)) {
    if (++looks > LOOKS) atomic.wait<i32>(job + DONE, done, NAP);
    done = atomic.load<i32>(job + DONE);
  }
}

export function isOver(job: usize): bool {
  return atomic.load<i32>(job + STOP) != 0;
}

/** Returns once there is another job than `last`, or it is time to look whether it is over. */
export function awaitNext(job: usize, last: i32): void {
  for (let looks = 0; looks < LOOKS; looks++) if (jobNumber(job) != last) return;
  atomic.wait<i32>(job + STATE + 4, last, SLEEP);
}
