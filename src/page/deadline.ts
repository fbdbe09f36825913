/** Timers that fire this late were asleep with their page, and the worker with them: it gets its time again. */
const ASLEEP_MS = 1000;

/** `work`, or a rejection with what `late` makes once `ms` have passed without an answer. */
export function withDeadline<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      const start = performance.now();
      timer = setTimeout(() => (performance.now() - start > ms + ASLEEP_MS ? arm() : reject(late())), ms);
    };
    arm();
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
