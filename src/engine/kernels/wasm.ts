import { createArena } from './arena.ts';
import { createJsKernels } from './js.ts';
import { createJsRows } from './js-rows.ts';
import { createJsScanner } from './js-scanner.ts';
import { createJsSolver } from './js-solver.ts';
import type { Kernels } from './kernels.ts';
import { agree } from './self-test.ts';
import { createWasmRows, type RowExports, type RowScratch } from './wasm-rows.ts';
import { createWasmScanner, type ScanExports } from './wasm-scanner.ts';
import { createWasmSolver, type SolveExports } from './wasm-solver.ts';

/**
 * The kernels of `kernels.wasm`, or undefined where the host cannot run them or runs them wrongly: use the plain-JS
 * twin then. Their memory only grows and is freed as a whole, so make new kernels for a new bundle. Where it cannot grow
 * for something, that one is the plain-JS twin.
 */
export function createWasmKernels(module: WebAssembly.Module): Kernels | undefined {
  try {
    const kernels = instantiate(module);
    return agree(kernels, createJsKernels()) ? kernels : undefined;
  } catch {
    return undefined;
  }
}

function instantiate(module: WebAssembly.Module): Kernels {
  const exports = new WebAssembly.Instance(module, {}).exports as unknown as KernelExports;
  const arena = createArena(exports.memory);
  const scratch: RowScratch = { items: 0, sums: 0, seen: 0, touched: 0 };
  return {
    kind: 'wasm',
    createScanner: (vectors) =>
      orTwin(
        () => createWasmScanner(exports, arena, vectors),
        () => createJsScanner(vectors),
      ),
    createSolver: (dimensions) =>
      orTwin(
        () => createWasmSolver(exports, arena, dimensions),
        () => createJsSolver(dimensions),
      ),
    createRows: (rows) =>
      orTwin(
        () => createWasmRows(exports, arena, scratch, rows),
        () => createJsRows(rows),
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

interface KernelExports extends ScanExports, SolveExports, RowExports {
  memory: WebAssembly.Memory;
}
