import type { TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { createArena } from '../arena.ts';
import { type Program, programOf } from './program.ts';
import { createRun, ROWS } from './rows.ts';
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

/** Rows of a vector of bytes. */
const BATCH = 16;
/** Words of a block's description. */
const WORDS = 6;

/**
 * The forest in a memory of its own; undefined where it asks more different things than the module can name.
 * @throws RangeError where the memory cannot grow
 */
export function createWasmTrees(exports: TreeExports, ensemble: TreeEnsemble): TreeScorer | undefined {
  const program = programOf(ensemble);
  if (!program) return undefined;
  const { inputs, trees, base } = ensemble;
  const { whole } = program;
  const arena = createArena(exports.memory);
  const put = (array: Uint8Array | Uint32Array | Float32Array | Float64Array) => {
    const at = arena.allocate(array.byteLength);
    new Uint8Array(arena.buffer()).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    return at;
  };
  const code = put(program.code);
  const leaves = put(program.leaves);
  const blocks = put(describe(program, put));
  const blocksEnd = blocks + program.blocks.length * WORDS * 4;
  const columns = arena.allocate(program.columns * ROWS);
  const found = arena.allocate(2 * ROWS);
  // What is added up in 16 bits, or leaves of large trees.
  const scratch = arena.allocate(4 * ROWS);
  const sums = arena.allocate(4 * ROWS);
  const run = createRun(arena, inputs, (rows, margins, count) => {
    const batches = count > BATCH ? ROWS / BATCH : 1;
    exports.binColumns(blocks, blocksEnd, rows.at, rows.bytes, columns, batches);
    if (whole) {
      new Int32Array(arena.buffer(), sums, ROWS).fill(whole.base);
      exports.addWhole(code, trees.length, leaves, columns, found, scratch, sums, whole.every, batches);
      exports.finishWhole(sums, margins, batches * BATCH, whole.scale);
    } else {
      new Float64Array(arena.buffer(), margins, ROWS).fill(base);
      exports.addReal(code, trees.length, leaves, columns, found, scratch, margins, batches);
    }
  });
  return { inputs, kind: 'wasm', run };
}

/** The blocks as assembly/bins.ts reads them, their tables put into the memory. */
function describe({ blocks }: Program, put: (table: Float32Array | Uint32Array) => number): Uint32Array {
  const words = new Uint32Array(blocks.length * WORDS);
  blocks.forEach(({ input, kind, count, table, column, kinds }, b) => {
    words.set([input, kind, count, put(table), column, kinds], b * WORDS);
  });
  return words;
}
