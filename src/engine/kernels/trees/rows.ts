import type { Arena } from '../arena.ts';
import type { TreeScorer } from './scorer.ts';

/** Rows of a group: what the module takes at once. */
export const ROWS = 64;
/** Numbers that are copied in at once. */
const COPIED = 1 << 18;

/** Where rows lie in the module's memory while they are scored. */
export interface Rows {
  /** Address of the first input's. */
  at: number;
  /** Bytes from input to input. */
  bytes: number;
}

/**
 * The `run` of a scorer in WASM: copies so many rows in as there is room for, has them scored by groups, and copies the margins out.
 *
 * @param score scores `count` rows, of which at most ROWS and the first is at `rows.at`, and writes their margins (float64) to `margins`
 * @throws RangeError where the memory cannot grow
 */
export function createRun(
  arena: Arena,
  inputs: number,
  score: (rows: Rows, margins: number, count: number) => void,
): TreeScorer['run'] {
  // A whole number of groups: 1,024 rows unless there are very many inputs.
  const capacity = ROWS * Math.max(1, Math.min(16, Math.floor(COPIED / ROWS / inputs)));
  // The last group is read to its end.
  const at = arena.allocate((inputs * capacity + ROWS) * 4);
  const margins = arena.allocate(capacity * 8);
  let answer = new Float64Array(0);

  /** Copies rows in; bytes from input to input there. */
  function copy(values: Float32Array, first: number, count: number, stride: number): number {
    const memory = new Float32Array(arena.buffer());
    if (stride <= capacity) {
      memory.set(values.subarray(0, (inputs - 1) * stride + count), at / 4);
      return stride * 4;
    }
    for (let input = 0; input < inputs; input++) {
      const from = input * stride + first;
      memory.set(values.subarray(from, from + count), at / 4 + input * capacity);
    }
    return capacity * 4;
  }

  return (values, count, stride) => {
    if (answer.length < count) answer = new Float64Array(count);
    for (let first = 0; first < count; first += capacity) {
      const copied = Math.min(capacity, count - first);
      const bytes = copy(values, first, copied, stride);
      for (let from = 0; from < copied; from += ROWS)
        score({ at: at + from * 4, bytes }, margins + from * 8, Math.min(ROWS, copied - from));
      answer.set(new Float64Array(arena.buffer(), margins, copied), first);
    }
    return answer.subarray(0, count);
  };
}
