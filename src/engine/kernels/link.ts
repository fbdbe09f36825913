import { createArena } from './arena.ts';
import type { Kernels } from './kernels.ts';
import { isSound } from './self-test.ts';
import type { DenseExports } from './wasm-dense.ts';
import { createWasmRows, type RowExports, type RowScratch } from './wasm-rows.ts';
import { createWasmScanner, type ScanExports } from './wasm-scanner.ts';
import { createWasmSolver, type SolveExports } from './wasm-solver.ts';

type Twins = Omit<Kernels, 'kind' | 'linked'>;

/**
 * The kernels of `kernels.wasm`, or undefined where the host cannot run them or runs them wrongly. Apart from
 * `createWasmKernels`, so that a worker carries the plain-JS twins only where it needs them.
 *
 * @param twins what stands in where the memory cannot grow; absent: a RangeError then, from creating and from searching
 */
export function linkKernels(module: WebAssembly.Module, twins: Twins = NONE): Kernels | undefined {
  try {
    const kernels = instantiate(module, twins);
    return isSound(kernels) ? kernels : undefined;
  } catch {
    return undefined;
  }
}

function instantiate(module: WebAssembly.Module, twins: Twins): Kernels {
  const exports = new WebAssembly.Instance(module, {}).exports as unknown as KernelExports;
  const arena = createArena(exports.memory);
  const scratch: RowScratch = { items: 0, sums: 0, seen: 0, touched: 0 };
  return {
    kind: 'wasm',
    linked: { exports, arena },
    createScanner: (vectors) =>
      orTwin(
        () => createWasmScanner(exports, arena, vectors, twins.createScanner),
        () => twins.createScanner(vectors),
      ),
    createSolver: (dimensions) =>
      orTwin(
        () => createWasmSolver(exports, arena, dimensions),
        () => twins.createSolver(dimensions),
      ),
    createRows: (rows) =>
      orTwin(
        () => createWasmRows(exports, arena, scratch, rows),
        () => twins.createRows(rows),
      ),
  };
}

/** What is made in the module's memory, or its plain-JS twin, which gives the same bits, where the memory cannot grow. */
function orTwin<T>(make: () => T, makeTwin: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof RangeError) return makeTwin();
    throw thrown;
  }
}

const absent = (): never => {
  throw new RangeError('the memory of the kernels cannot grow');
};
const NONE: Twins = { createScanner: absent, createSolver: absent, createRows: absent };

interface KernelExports extends ScanExports, SolveExports, RowExports, DenseExports {
  memory: WebAssembly.Memory;
}
