import { createJsRows } from './js-rows.ts';
import { createJsScanner } from './js-scanner.ts';
import { createJsSolver } from './js-solver.ts';
import type { Kernels } from './kernels.ts';

/** The kernels in plain JavaScript, for hosts whose policy or age forbids WebAssembly. */
export function createJsKernels(): Kernels {
  return { kind: 'js', createScanner: createJsScanner, createSolver: createJsSolver, createRows: createJsRows };
}
