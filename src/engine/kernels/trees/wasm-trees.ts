import type { TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { createArena } from '../arena.ts';
import { type Program, programOf } from './program.ts';
import type { TreeScorer } from './scorer.ts';

export interface TreeExports {
  memory: WebAssembly.Memory;
  binColumns(blocks: number, end: number, rows: number, rowBytes: number, columns: number, batches: number): void;
  addWhole(
    code: number,
    trees: number,
    leaves: number,
    columns: number,
    found: number,
    partial: number,
    sums: number,
    every: number,
    batches: number,
  ): void;
  finishWhole(sums: number, margins: number, rows: number, scale: number): void;
  addReal(
    code: number,
    trees: number,
    leaves: number,
    columns: number,
    found: number,
    places: number,
    margins: number,
    batches: number,
  ): void;
}

/** Rows of a group and of a vector of bytes. */
const ROWS = 64;
const BATCH = 16;
/** Words of a block's description. */
const WORDS = 6;
/** Numbers that are copied in at once. */
const COPIED = 1 << 18;

/**
 * The forest in a memory of its own; undefined where it asks more different things than the module can name.
 * @throws RangeError where the memory cannot grow
 */
export function createWasmTrees(exports: TreeExports, ensemble: TreeEnsemble): TreeScorer | undefined {
  const program = programOf(ensemble);
  if (!program) return undefined;
  const { inputs, trees, base } = ensemble;
  const { whole } = program;
  const inputsAsked = [...new Set(program.blocks.map(({ input }) => input))];
  // A whole number of groups: 1,024 rows unless there are very many inputs.
  const capacity = ROWS * Math.max(1, Math.min(16, Math.floor(COPIED / ROWS / Math.max(1, inputsAsked.length))));
  const arena = createArena(exports.memory);
  const put = (array: Uint8Array | Uint32Array | Float32Array | Float64Array) => {
    const at = arena.allocate(array.byteLength);
    new Uint8Array(arena.buffer()).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    return at;
  };
  const code = put(program.code);
  const leaves = put(program.leaves);
  const blocks = put(describe(program, inputsAsked, put));
  const blocksEnd = blocks + program.blocks.length * WORDS * 4;
  const rows = arena.allocate(inputsAsked.length * capacity * 4);
  const columns = arena.allocate(program.columns * ROWS);
  const found = arena.allocate(2 * ROWS);
  // What is added up in 16 bits, or leaves of large trees.
  const scratch = arena.allocate(4 * ROWS);
  const sums = arena.allocate(4 * ROWS);
  const margins = arena.allocate(8 * capacity);
  let answer = new Float64Array(0);

  /** Margins of a group of rows that begins at row `from` of what was copied. */
  function score(from: number, count: number): void {
    const batches = count > BATCH ? ROWS / BATCH : 1;
    const at = margins + from * 8;
    exports.binColumns(blocks, blocksEnd, rows + from * 4, capacity * 4, columns, batches);
    if (whole) {
      new Int32Array(exports.memory.buffer, sums, ROWS).fill(whole.base);
      exports.addWhole(code, trees.length, leaves, columns, found, scratch, sums, whole.every, batches);
      exports.finishWhole(sums, at, batches * BATCH, whole.scale);
    } else {
      new Float64Array(exports.memory.buffer, at, ROWS).fill(base);
      exports.addReal(code, trees.length, leaves, columns, found, scratch, at, batches);
    }
  }

  return {
    inputs,
    kind: 'wasm',
    run(values, count, stride) {
      if (answer.length < count) answer = new Float64Array(count);
      for (let first = 0; first < count; first += capacity) {
        const copied = Math.min(capacity, count - first);
        const memory = new Float32Array(exports.memory.buffer);
        inputsAsked.forEach((input, i) => {
          const at = input * stride + first;
          memory.set(values.subarray(at, at + copied), rows / 4 + i * capacity);
        });
        for (let from = 0; from < copied; from += ROWS) score(from, copied - from);
        answer.set(new Float64Array(exports.memory.buffer, margins, copied), first);
      }
      return answer.subarray(0, count);
    },
  };
}

/** The blocks as assembly/bins.ts reads them, their tables put into the memory. */
function describe(
  { blocks }: Program,
  inputsAsked: readonly number[],
  put: (table: Float32Array | Uint32Array) => number,
): Uint32Array {
  const words = new Uint32Array(blocks.length * WORDS);
  const places = new Map(inputsAsked.map((input, i) => [input, i]));
  blocks.forEach(({ input, kind, count, table, column, kinds }, b) => {
    words.set([places.get(input)!, kind, count, put(table), column, kinds], b * WORDS);
  });
  return words;
}
