import { createArena } from './arena.ts';
import { createJsKernels } from './js.ts';
import { createJsRows } from './js-rows.ts';
import type { Kernels } from './kernels.ts';
import { agree } from './self-test.ts';
import { createWasmScanner, type ScanExports } from './wasm-scanner.ts';
import { createWasmSolver, type SolveExports } from './wasm-solver.ts';

/**
 * The kernels of `kernels.wasm`, or undefined where the host cannot run them or runs them wrongly: use the plain-JS
 * twin then. Their memory only grows and is freed as a whole, so make new kernels for a new bundle.
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
  return {
    kind: 'wasm',
    createScanner: (vectors) => createWasmScanner(exports, arena, vectors),
    createRows: createJsRows,
    createSolver: (dimensions) => createWasmSolver(exports, arena, dimensions),
  };
}

interface KernelExports extends ScanExports, SolveExports {
  memory: WebAssembly.Memory;
}
