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
 * The `run` of a scorer in WASM: copies `inputs` of so many rows in as there is room for, has them scored by groups, and copies the margins out.
 *
 * @param score scores `count` rows, of which at most ROWS and the first is at `from`, and writes their margins (float64) to `margins`
 * @throws RangeError where the memory cannot grow
 */
export function createRun(
  arena: Arena,
  inputs: readonly number[],
  score: (rows: Rows, margins: number, count: number) => void,
): TreeScorer['run'] {
  // A whole number of groups: 1,024 rows unless there are very many inputs.
  const capacity = ROWS * Math.max(1, Math.min(16, Math.floor(COPIED / ROWS / Math.max(1, inputs.length))));
  const at = arena.allocate(inputs.length * capacity * 4);
  const margins = arena.allocate(capacity * 8);
  let answer = new Float64Array(0);
  return (values, count, stride) => {
    if (answer.length < count) answer = new Float64Array(count);
    for (let first = 0; first < count; first += capacity) {
      const copied = Math.min(capacity, count - first);
      const memory = new Float32Array(arena.buffer());
      inputs.forEach((input, i) => {
        const from = input * stride + first;
        memory.set(values.subarray(from, from + copied), at / 4 + i * capacity);
      });
      for (let from = 0; from < copied; from += ROWS)
        score({ at: at + from * 4, bytes: capacity * 4 }, margins + from * 8, Math.min(ROWS, copied - from));
      answer.set(new Float64Array(arena.buffer(), margins, copied), first);
    }
    return answer.subarray(0, count);
  };
}
