import { readFile } from 'node:fs/promises';
import { createJsProducts } from './jsProducts.ts';
import type { MakeProducts, Products } from './products.ts';
import { createWasmProducts } from './wasmProducts.ts';

/**
 * The arithmetic of a sampled softmax over a batch of users, who share their candidates: p_bj is in proportion to
 * e^(scale x u_b . x_j + bias_j). Where the time of training by it goes: three products of batch x candidates x dimensions.
 */
export interface Softmax {
  readonly batch: number;
  readonly candidates: number;
  readonly dimensions: number;
  /** Row-major batch x dimensions: u_b, to be filled in. */
  readonly users: Float32Array;
  /** Row-major candidates x dimensions: x_j, to be filled in. */
  readonly items: Float32Array;
  /** Length candidates: bias_j, to be filled in (-log of the expected count in the sample, for its correction). */
  readonly bias: Float32Array;
  /** Length batch: sum over the candidates of e^(scale x u_b . x_j + bias_j), after `weigh`. */
  readonly sums: Float32Array;
  /** Row-major batch x dimensions, after `differentiate`. */
  readonly userGradients: Float32Array;
  /** Row-major candidates x dimensions, after `differentiate`. */
  readonly itemGradients: Float32Array;
  /** Computes the weights e^(...) of every pair and their sums. */
  weigh(scale: number): void;
  /** Takes a pair out after `weigh`: a candidate that is the user's own target. */
  leaveOut(user: number, candidate: number): void;
  /** With w the weights and f one factor a user: userGradients_b = f_b sum_j w_bj x_j, itemGradients_j = sum_b f_b w_bj u_b. */
  differentiate(factors: Float32Array): void;
}

/** WASM where it was built and runs, plain JS with the same bits (some thirty times slower) elsewhere. */
export async function loadProducts(): Promise<MakeProducts> {
  try {
    return createWasmProducts(new WebAssembly.Module(await readFile(new URL('training.wasm', import.meta.url))));
  } catch {
    return createJsProducts;
  }
}

/** `batch`, `candidates`, `dimensions`: multiples of 8. */
export function createSoftmax(make: MakeProducts, batch: number, candidates: number, dimensions: number): Softmax {
  const products: Products = make([
    batch * dimensions, // 0: users, of which panels
    candidates * dimensions, // 1: items, of which panels
    batch * candidates, // 2: weights, in panels of 4 candidates
    batch * candidates, // 3: weights, in panels of 4 users
    candidates, // 4: bias
    batch, // 5: sums
    batch * dimensions, // 6: user gradients
    candidates * dimensions, // 7: item gradients
  ]);
  const [userPanels, itemPanels, weights, turned, bias, sums, userGradients, itemGradients] = products.pieces as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const users = new Float32Array(batch * dimensions);
  const items = new Float32Array(candidates * dimensions);
  return {
    batch,
    candidates,
    dimensions,
    users,
    items,
    bias,
    sums,
    userGradients,
    itemGradients,
    weigh(scale) {
      panelsOfRows(users, userPanels, batch, dimensions, 4);
      panelsOfRows(items, itemPanels, candidates, dimensions, 8);
      // A weight's four neighbours lie together, users one after the other.
      products.multiply(2, 4, 4 * batch, 0, 1, batch, candidates, dimensions);
      products.exponentiate(2, 3, 4, 5, batch, candidates, scale);
    },
    leaveOut(user, candidate) {
      const at = ((candidate >> 2) * batch + user) * 4 + (candidate & 3);
      sums[user] = sums[user]! - weights[at]!;
      weights[at] = 0;
      turned[((user >> 2) * candidates + candidate) * 4 + (user & 3)] = 0;
    },
    differentiate(factors) {
      panelsOfColumns(items, itemPanels, candidates, dimensions);
      products.multiply(6, dimensions, 4, 3, 1, batch, dimensions, candidates);
      for (let user = 0; user < batch; user++)
        for (let d = user * dimensions; d < (user + 1) * dimensions; d++)
          userGradients[d] = userGradients[d]! * factors[user]!;
      panelsOfColumns(users, userPanels, batch, dimensions, factors);
      products.multiply(7, dimensions, 4, 2, 0, candidates, dimensions, batch);
    },
  };
}

/** Panels of `width` rows, each column by column. */
function panelsOfRows(from: Float32Array, to: Float32Array, rows: number, columns: number, width: number): void {
  for (let row = 0; row < rows; row++) {
    let at = (row - (row % width)) * columns + (row % width);
    for (let place = row * columns; place < (row + 1) * columns; place++, at += width) to[at] = from[place]!;
  }
}

/** Panels of 8 columns, each row by row, a row times its factor. */
function panelsOfColumns(
  from: Float32Array,
  to: Float32Array,
  rows: number,
  columns: number,
  factors?: Float32Array,
): void {
  for (let row = 0; row < rows; row++) {
    const factor = factors ? factors[row]! : 1;
    for (let column = 0; column < columns; column++)
      to[((column >> 3) * rows + row) * 8 + (column & 7)] = from[row * columns + column]! * factor;
  }
}
