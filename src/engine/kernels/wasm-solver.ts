import type { Arena } from './arena.ts';
import { checkDimensions } from './check.ts';
import type { Solver } from './kernels.ts';

export interface SolveExports {
  begin(u: number, gram: number, right: number, dimensions: number, stride: number, ridge: number): void;
  add(
    u: number,
    right: number,
    rows: number,
    weights: number,
    targets: number,
    weighted: number,
    dimensions: number,
    stride: number,
    count: number,
  ): void;
  solve(u: number, right: number, inverse: number, scratch: number, dimensions: number, stride: number): number;
}

/** Rows handed over in one call. */
const ROWS = 64;
/** Rows the module weights at once: BLOCK of assembly/solve.ts. */
const WEIGHTED = 32;

export function createWasmSolver(exports: SolveExports, arena: Arena, dimensions: number): Solver {
  checkDimensions(dimensions);
  const d = dimensions;
  // Whole tiles of 8 columns; the columns beyond d are never written and so are zeros.
  const width = Math.ceil(d / 8) * 8;
  const stride = width * 4;
  const at = {
    u: arena.allocate(d * stride),
    right: arena.allocate(stride),
    inverse: arena.allocate(stride),
    scratch: arena.allocate(64),
    rows: arena.allocate(ROWS * stride),
    weights: arena.allocate(ROWS * 4),
    targets: arena.allocate(ROWS * 4),
    weighted: arena.allocate(WEIGHTED * stride),
    gram: arena.allocate(d * d * 4),
  };
  let views = viewsOf(arena.buffer(), at, d, width);
  const fresh = (): Views => {
    if (views.buffer !== arena.buffer()) views = viewsOf(arena.buffer(), at, d, width);
    return views;
  };

  return {
    begin(gram, ridge) {
      fresh().gram.set(gram.length === d * d ? gram : gram.subarray(0, d * d));
      exports.begin(at.u, at.gram, at.right, d, stride, ridge);
    },

    add(rows, weights, targets, count) {
      const to = fresh();
      for (let first = 0; first < count; first += ROWS) {
        const last = Math.min(count, first + ROWS);
        copyRows(rows, first, last, to.rows, d, width);
        to.weights.set(weights.subarray(first, last));
        to.targets.set(targets.subarray(first, last));
        exports.add(at.u, at.right, at.rows, at.weights, at.targets, at.weighted, d, stride, last - first);
      }
    },

    solve(out) {
      if (exports.solve(at.u, at.right, at.inverse, at.scratch, d, stride)) out.set(fresh().solution);
      else out.fill(0, 0, d);
    },
  };
}

type Views = ReturnType<typeof viewsOf>;

function viewsOf(buffer: ArrayBuffer, at: Record<string, number>, d: number, width: number) {
  return {
    buffer,
    gram: new Float32Array(buffer, at.gram, d * d),
    rows: new Float32Array(buffer, at.rows, ROWS * width),
    weights: new Float32Array(buffer, at.weights, ROWS),
    targets: new Float32Array(buffer, at.targets, ROWS),
    solution: new Float32Array(buffer, at.right, d),
  };
}

function copyRows(from: Float32Array, first: number, last: number, to: Float32Array, d: number, width: number): void {
  if (d === width) {
    to.set(from.subarray(first * d, last * d));
    return;
  }
  for (let row = first; row < last; row++) to.set(from.subarray(row * d, (row + 1) * d), (row - first) * width);
}
